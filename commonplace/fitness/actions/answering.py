"""Somebody answers, or a steward types in what came on paper. It is no deed: the ledger would say who, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities.stewards import require_steward
from commonplace.fitness.circles import circle_of
from commonplace.fitness.instruments import LEAST, MOST, Circle
from commonplace.fitness.models import Code, HadSheet, Round, Sheet
from commonplace.lib.sending import key_of_sending
from commonplace.people.models import Person
from commonplace.store.anew import write_anew
from commonplace.store.locks import lock
from commonplace.store.wiping import to_be_wiped

MOST_BY_LINK = 500  # sheets of a circle that answers by a link


class IsOver(ValueError):
    """The day has passed, or a steward closed it."""


class IsFull(ValueError):
    """So many sheets came by a link that somebody fills it."""


class NotAsked(ValueError):
    """Members are asked; a guest is here for one thing."""


class HasAnswered(ValueError):
    """One sheet for each: what was said cannot be found again, so it cannot be changed."""


@dataclass(frozen=True)
class Words:
    """What stands on a sheet: numbers from 1 to 5 and comments, by item."""

    numbers: Mapping[str, int]
    comments: Mapping[str, str] = field(default_factory=dict)
    # Of the page on which it was written: the same sheet, sent twice, is one.
    mark: str = ""


def answer(*, by: Person, opened: Round, words: Words, at: datetime | None = None) -> None:
    """Put a sheet in: that somebody had one is written in one table, what is on it in another.

    Raises IsOver, NotAsked, HasAnswered.
    """
    now = at or timezone.now()
    circle = circle_of(by, opened, now=now)
    if circle is None:
        raise NotAsked(by.pk)
    with transaction.atomic():
        require_open(opened, now)
        if not HadSheet.objects.get_or_create(round=opened, person=by)[1]:
            raise HasAnswered(by.pk)
        put_in(opened, circle, words)


def answer_by_link(*, opened: Round, circle: Circle, words: Words, at: datetime | None = None) -> None:
    """Put in a sheet of whoever has the link for this circle; raises IsOver, IsFull."""
    now = at or timezone.now()
    with transaction.atomic():
        require_open(opened, now)
        if Sheet.objects.filter(round=opened, circle=circle).count() >= MOST_BY_LINK:
            raise IsFull(opened.pk)
        put_in(opened, circle, words, mark=_mark_of(words))


def type_in(*, by: Person, opened: Round, circle: Circle, words: Words, at: datetime | None = None) -> None:
    """Type in a sheet that came on paper; raises NotASteward, IsOver."""
    now = at or timezone.now()
    require_steward(by, opened.community, at=now)
    with transaction.atomic():
        require_open(opened, now)
        put_in(opened, circle, words, typed=True, mark=_mark_of(words))


def require_open(opened: Round, now: datetime) -> None:
    """Hold the round open until this is written; raises IsOver where it is closed already."""
    lock(Round.objects.filter(pk=opened.pk))
    if not Round.objects.filter(pk=opened.pk).open_at(now).exists():
        raise IsOver(opened.pk)


def _mark_of(words: Words) -> str | None:
    return key_of_sending(words.mark, words.numbers, words.comments)


def put_in(opened: Round, circle: Circle, words: Words, *, typed: bool = False, mark: str | None = None) -> None:
    """Write a sheet, of nobody; what its circle is not asked is left out."""
    if mark and Sheet.objects.filter(mark=mark).exists():
        return
    asked = opened.asked[circle]
    Sheet.objects.create(
        round=opened,
        circle=circle,
        numbers={item: n for item, n in words.numbers.items() if item in asked and LEAST <= n <= MOST},
        comments={item: said for item, said in words.comments.items() if item in asked and said},
        typed=typed,
        mark=mark,
    )


def mix_sheets(*, now: datetime) -> None:
    """Write anew, each in an order drawn by chance, who had a sheet, what is on them, and which codes are good."""
    if sum(write_anew(model.objects.all()) for model in (HadSheet, Sheet, Code)):
        to_be_wiped(now=now)
