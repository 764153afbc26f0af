"""The one letter that asks what came of what somebody tried, in the morning where they are.

It is written with the mark that says so in one transaction, a person at a time: a worker who is killed leaves both or
neither. Whoever stopped letters that ask what came of gatherings gets none of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from commonplace.lib.direction import isolated
from commonplace.lib.names import holds_address
from commonplace.people.answers_by_link import answer_address
from commonplace.people.models import Person
from commonplace.repertoire.actions.trying import take_in_settled
from commonplace.repertoire.models import Trial
from commonplace.repertoire.queries.trials import OF_TRIAL, due, to_ask
from commonplace.runs.letters_that_ask import AskingLetter, is_morning
from commonplace.runs.models import NotAsked
from commonplace.runs.queries.asked import wall_of
from commonplace.store.locks import lock

KIND: Final = "tried"
MOST: Final = 4  # things in a letter; the next ones come with the next morning


def ask_what_came(*, now: datetime) -> int:
    """Ask everyone whose day has come; how many letters were written."""
    take_in_settled(now=now)
    people = Person.objects.filter(pk__in=due(now).values("person")).exclude(pk__in=NotAsked.objects.values("person"))
    return sum(_ask(one, now) for one in people.order_by("pk"))


def _ask(person: Person, now: datetime) -> bool:
    if not is_morning(person, now):
        return False
    with transaction.atomic():
        lock(Person.objects.filter(pk=person.pk))
        today = wall_of(person, now).date()
        trials = list(to_ask(person, due(now).filter(person=person, ask_on__lte=today), now=now)[:MOST])
        if not trials or LETTER.is_written(person, now):
            return False
        letter = LETTER.write(person, trials, now=now)
        Trial.objects.filter(pk__in=[one.pk for one in trials]).update(asked_at=now)
    return letter is not None


def _line(person: Person, trial: Trial, at: datetime) -> dict[str, Any]:
    ways = [
        (word, answer_address(OF_TRIAL, person, trial.pk, choice=choice, at=at)) for choice, word in Trial.Came.choices
    ]
    return {"before": sentence(trial), "ways": ways}


def sentence(trial: Trial) -> str:
    """What was to be tried, in the reader's language, by the name that a letter may carry."""
    title = isolated(name) if (name := named(trial)) else ""
    if trial.is_asked:
        if title:
            return _("Six weeks ago an answer settled your question “%(title)s”.") % {"title": title}
        return _("Six weeks ago an answer settled a question of yours.")
    if title and trial.resource_id is not None:
        return _("Six weeks ago you said that you would try “%(title)s”.") % {"title": title}
    if title:
        return _("Six weeks ago you said that you would try an answer in “%(title)s”.") % {"title": title}
    return _("Six weeks ago you said that you would try something.")


def named(trial: Trial) -> str:
    """What it is called; nothing where letters carry no words of its space, or it would carry an address."""
    if trial.resource is not None:
        space, title = trial.resource.space, trial.resource.title
    else:
        assert trial.post is not None  # of one or the other
        space, title = trial.post.conversation.space, trial.post.conversation.title
    return title if space.sends_words and not holds_address(title) else ""


def _still(person: Person, keys: Sequence[int], now: datetime) -> Sequence[Trial]:
    return list(to_ask(person, Trial.objects.unsaid().filter(pk__in=keys), now=now))


LETTER: Final = AskingLetter(kind=KIND, template=f"repertoire/letters/{KIND}", still=_still, line=_line)
