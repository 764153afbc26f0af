"""What links in letters of this room ask and do: what came of a takeaway, what should stay, and nothing to keep."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonplace.gatherings.actions.rights import may_hold
from commonplace.gatherings.actions.telling import carries_words
from commonplace.gatherings.models import Gathering
from commonplace.lib.direction import isolated
from commonplace.people.answers_by_link import AnswerByLink, Question, answer_token
from commonplace.people.models import Person
from commonplace.runs.actions import asking
from commonplace.runs.asked_forms import WhatCameForm, WishForm
from commonplace.runs.models import NothingToKeep, Side, WhatCame, Wish
from commonplace.runs.queries.asked import (
    OF_HARVEST,
    OF_RUN,
    OF_TAKEAWAY,
    WISHED_WITHIN,
    came_of,
    own_takeaway,
    run_to_wish,
    wall_of,
)
from commonplace.ui.addresses import address
from commonplace.ui.words import day

WAYS = dict(WhatCame.WAYS)
_NO_WORDS = gettext_lazy("On %(when)s you said that you would try something.")


def _run_page(gathering: Gathering) -> str:
    return address("run", gathering.community.slug, gathering.pk)


# --- What came of a takeaway --------------------------------------------------------------------------------------


def ask_what_came(person: Person, pk: int, choice: str, now: datetime) -> Question | None:
    """What came of something that they said they would try."""
    captured = own_takeaway(person, pk)
    if captured is None or choice not in WAYS:
        return None
    gathering = captured.run.gathering
    said = came_of(captured)
    holds = carries_words(gathering)
    told = {"title": isolated(gathering.title), "when": day(wall_of(person, captured.at).date(), now=now)}
    lede = _("On %(when)s, at “%(title)s”, you said that you would try this:") if holds else _NO_WORDS
    return Question(
        _("What came of it?"),
        str(lede) % told,
        str(WAYS[choice]),
        f"{_run_page(gathering)}#line-{pk}",
        said_back(said) if said is not None and said.came == choice else "",
        # The link stands in a letter, and opens no words to whoever reads it that letters do not carry.
        words=captured.words if holds else "",
        others=[
            (str(word), answer_token(OF_TAKEAWAY, person, pk, choice=other, at=now))
            for other, word in WhatCame.WAYS
            if other != choice
        ],
    )


def said_back(said: WhatCame) -> str:
    """What somebody has said came of it."""
    return {
        WhatCame.Came.HELPED: _("You said that it helped."),
        WhatCame.Came.NOTHING: _("You said that nothing came of it. That is worth knowing, too."),
        WhatCame.Came.REST: _("It rests, and nobody asks you again."),
    }[WhatCame.Came(said.came)]


def say_what_came(
    person: Person, pk: int, choice: str, now: datetime, *, words: str = "", tells: bool = False
) -> str | None:
    """Say it, or be asked again later."""
    captured = own_takeaway(person, pk)
    if captured is None or choice not in WAYS:
        return None
    if choice == WhatCame.LATER[0]:
        asking.ask_later(captured=captured, by=person, at=now)
        return _("You are asked again in a month.")
    return said_back(asking.say_what_came(captured=captured, by=person, came=choice, words=words, tells=tells, at=now))


def form_of_what_came(person: Person, pk: int, choice: str, data: QueryDict | None) -> WhatCameForm:
    """A line, and a tick where it can be told in the gathering's conversation: off where it was held in confidence."""
    captured = own_takeaway(person, pk)
    said = came_of(captured) if captured is not None else None
    may_be_told = (
        captured is not None
        and choice in (WhatCame.Came.HELPED, WhatCame.Came.NOTHING)
        and asking.may_be_told(captured)
        and (said is None or said.told_id is None)
    )
    is_open = captured is not None and not captured.run.gathering.names_are_kept
    return WhatCameForm(
        data, initial={"words": said.words if said is not None else "", "tells": is_open}, may_be_told=may_be_told
    )


# --- What should stay ---------------------------------------------------------------------------------------------


def ask_for_wish(person: Person, pk: int, choice: str, now: datetime) -> Question | None:
    """What should stay of a gathering, or be different."""
    run = run_to_wish(person, pk, now=now) if choice in Side.values else None
    if run is None:
        return None
    side = Side(choice)
    other = Side.DIFFER if side == Side.STAY else Side.STAY
    mine = Wish.objects.filter(run=run, person=person).first()
    since = (mine.stay_at if side == Side.STAY else mine.differ_at) if mine is not None else None
    return Question(
        _("What should stay as it is?") if side == Side.STAY else _("What should be different?"),
        _("At “%(title)s”. One press says that there is something; a line says what.")
        % {"title": isolated(run.gathering.title)},
        _("This should stay") if side == Side.STAY else _("This should be different"),
        f"{_run_page(run.gathering)}#wishes",
        _("You have said it. You can say it in other words.") if since is not None else "",
        others=[(str(other.label), answer_token(OF_RUN, person, pk, choice=other, at=now))],
    )


def say_wish(person: Person, pk: int, choice: str, now: datetime, *, words: str = "") -> str | None:
    """Say it."""
    run = run_to_wish(person, pk, now=now) if choice in Side.values else None
    if run is None:
        return None
    asking.wish(run=run, by=person, stays=choice == Side.STAY, words=words, at=now)
    return _("Thank you. Whoever holds the next one reads it.")


def form_of_wish(person: Person, pk: int, choice: str, data: QueryDict | None) -> WishForm:
    """A line, as it was said before."""
    mine = Wish.objects.filter(run__gathering=pk, person=person).first()
    words = (mine.stay if choice == Side.STAY else mine.differ) if mine is not None else ""
    gathering = Gathering.objects.visible_to(person).filter(pk=pk).first()
    return WishForm(data, initial={"words": words}, is_nameless=gathering is None or gathering.names_are_kept)


# --- Nothing to keep ----------------------------------------------------------------------------------------------


def ask_for_harvest(person: Person, pk: int, choice: str, now: datetime) -> Question | None:
    """Whether there is anything to keep of a gathering, for those who hold it."""
    gathering = _held(person, pk)
    if gathering is None:
        return None
    is_said = NothingToKeep.objects.filter(gathering=gathering).exists()
    return Question(
        _("Is there anything to keep of it?"),
        _("“%(title)s” left nothing behind yet. Some talk is only talk: then nothing asks again.")
        % {"title": isolated(gathering.title)},
        _("Nothing to keep"),
        address("gathering", gathering.community.slug, gathering.pk),
        _("Nothing is kept of it, and nothing asks again.") if is_said else "",
    )


def say_nothing_to_keep(person: Person, pk: int, choice: str, now: datetime) -> str | None:
    """Say that there is nothing to keep."""
    gathering = _held(person, pk)
    if gathering is None:
        return None
    asking.keep_nothing(gathering=gathering, by=person, at=now)
    return _("Nothing is kept of it, and nothing asks again.")


def _held(person: Person, pk: int) -> Gathering | None:
    seen = Gathering.objects.visible_to(person).select_related("community", "space").filter(pk=pk).first()
    return seen if seen is not None and may_hold(person, seen) else None


ANSWERS = (
    AnswerByLink(OF_TAKEAWAY, ask_what_came, say_what_came, form=form_of_what_came),
    AnswerByLink(OF_RUN, ask_for_wish, say_wish, lives=WISHED_WITHIN, form=form_of_wish),
    AnswerByLink(OF_HARVEST, ask_for_harvest, say_nothing_to_keep, lives=timedelta(days=30)),
)
