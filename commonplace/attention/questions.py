"""The one queue of questions that the house puts to someone.

However many rooms have something to ask, nobody is asked anything new within four weeks. What is not answered is asked
once more after that time, and then left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from commonplace.attention.models import Question
from commonplace.communities.questions import HOUSE_QUESTIONS, Asking, askable
from commonplace.people.models import Person

BETWEEN = timedelta(weeks=4)


@dataclass(frozen=True)
class Put:
    """The question that stands before someone now, and whether it is for the second time."""

    code: str
    asking: Asking
    is_again: bool


@dataclass(frozen=True)
class Turn:
    """Whose turn it is, and whether it was put before."""

    put: Put
    was_put: bool


def in_turn(person: Person, put: Sequence[Question], now: datetime) -> Turn | None:
    """The question that stands before someone, or else the next, by what was put to them before; None when it is too
    early for another, or there is none.
    """
    latest = max(put, key=lambda one: (_put_at(one), one.pk), default=None)
    if latest is not None and _put_at(latest) > now - BETWEEN:
        asking = None if latest.left_at else _still_open(person, latest, now)
        return Turn(Put(latest.code, asking, latest.again_at is not None), was_put=True) if asking else None
    is_asked_once = latest is not None and latest.again_at is None and latest.left_at is None
    if latest is not None and is_asked_once and (asking := _still_open(person, latest, now)):
        return Turn(Put(latest.code, asking, is_again=True), was_put=False)
    known = {(one.code, one.about) for one in put}
    for question, asking in askable(person, now):
        if (question.code, asking.about) not in known:
            return Turn(Put(question.code, asking, is_again=False), was_put=False)
    return None


def _put_at(question: Question) -> datetime:
    return question.again_at or question.asked_at


def _still_open(person: Person, question: Question, now: datetime) -> Asking | None:
    if question.code not in HOUSE_QUESTIONS:
        return None
    asked = (one for _kind, one in askable(person, now, code=question.code))
    return next((one for one in asked if one.about == question.about), None)
