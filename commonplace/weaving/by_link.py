"""'May we introduce you two?', answered by a link in a letter, without signing in."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from commonplace.people.answers_by_link import AnswerByLink, Question, answer_token
from commonplace.people.models import Person
from commonplace.ui.addresses import address
from commonplace.weaving.actions import answering
from commonplace.weaving.actions.telling import ASKING
from commonplace.weaving.models import ASKED_FOR, Introduction, Side
from commonplace.weaving.queries.introductions import one_asked, own_side, reason_for

WAYS = dict(Side.Says.choices)


def said_back(introduction: Introduction, side: Side) -> str:
    """What somebody has said, said back to them; "" where they have not."""
    if introduction.introduced_at is not None:
        return _("You both said yes. Who it is stands on the page, and in a letter to you.")
    return {
        "": "",
        Side.Says.YES: _("You said yes. If the other would like it too, you both get a letter."),
        Side.Says.NO: _("You said no. Nobody hears of it."),
    }[side.says]


def ask(person: Person, pk: int, choice: str, now: datetime) -> Question | None:
    """Why, and never who."""
    found = one_asked(person, pk)
    if found is None or choice not in WAYS or not (found.is_open(now) or found.introduced_at):
        return None
    side = own_side(found, person)
    is_said = side.says == choice or found.introduced_at is not None
    return Question(
        _("May we introduce you to somebody?"),
        reason_for(found, side),
        str(WAYS[choice]),
        address("introduction", found.community.slug, found.pk),
        said_back(found, side) if is_said else "",
        others=()
        if found.introduced_at
        else [
            (str(word), answer_token(ASKING, person, found.pk, choice=other, at=now))
            for other, word in WAYS.items()
            if other != choice
        ],
    )


def give(person: Person, pk: int, choice: str, now: datetime) -> str | None:
    """Say it."""
    found = one_asked(person, pk)
    if found is None or choice not in WAYS:
        return None
    try:
        answering.answer(by=person, introduction=found, says=choice, at=now)
    except (answering.NotAsked, answering.IsOver):
        return None
    found = one_asked(person, pk)
    return said_back(found, own_side(found, person)) if found is not None else None


BY_LINK = AnswerByLink(ASKING, ask, give, lives=ASKED_FOR)
