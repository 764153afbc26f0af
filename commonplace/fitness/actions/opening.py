"""A steward opens a round, and closes it before its day or leaves that to the worker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from secrets import SystemRandom

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community
from commonplace.communities.stewards import NotASteward, require_steward
from commonplace.fitness.circles import too_small
from commonplace.fitness.instruments import INSTRUMENTS, MOST_OWN, OWN, Circle
from commonplace.fitness.looking_back import last_told
from commonplace.fitness.models import Cell, Code, Comment, HadSheet, Round, Sheet
from commonplace.fitness.telling import remarks_of, told_of
from commonplace.lib.days import end_in_utc
from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.store.wiping import to_be_wiped

__all__ = ["IsOpen", "NotASteward", "TooLong", "TooSoon", "close", "close_what_is_over", "open_round"]
SHORTEST, LONGEST = timedelta(days=1), timedelta(days=60)
# The same is asked again no sooner: who came in or went between two rounds that are near would be seen by comparing.
APART = timedelta(days=60)


class IsOpen(ValueError):
    """A round of the community is open already."""


class TooLong(ValueError):
    """It is open for a day at least and sixty at most."""


class TooSoon(ValueError):
    """The same was asked less than sixty days ago; `args[0]` is the first day on which it may be asked again."""


def open_round(
    *,
    by: Person,
    community: Community,
    instrument: str,
    circles: Sequence[Circle],
    until: date,
    questions: Sequence[str] = (),
    by_letter: bool = False,
    at: datetime | None = None,
) -> Round:
    """Ask members, and these circles beside them, until a day; raises NotASteward, TooLong, IsOpen, TooSoon.

    `by_letter` sends everyone a code (`posting.py`), from the worker's next round on.

    A core group of fewer than five is not told apart, for nothing could be told of it: it answers among members.
    """
    now = at or timezone.now()
    require_steward(by, community, at=now)
    if not SHORTEST <= until - now.date() <= LONGEST:
        raise TooLong(until)
    if (instrument == OWN) is not bool(questions) or (instrument != OWN and instrument not in INSTRUMENTS):
        raise ValueError(instrument)
    if len(questions) > MOST_OWN:
        raise ValueError(len(questions))
    close_what_is_over(now=now)
    told_apart = {Circle.MEMBERS, *circles} - too_small(community, now=now)
    with transaction.atomic():
        # Moving the version is the lock: a second steward waits here.
        ledger.changed([community.pk])
        earlier = Round.objects.filter(community=community)
        if earlier.filter(closed_at=None).exists():
            raise IsOpen(community.pk)
        for same in earlier.filter(instrument=instrument, at__gt=now - APART).order_by("-at"):
            if instrument != OWN or {*questions} & {*same.questions}:
                raise TooSoon((same.at + APART).date() + timedelta(days=1))
        last = earlier.order_by("-number").values_list("number", flat=True).first()
        opened = Round.objects.create(
            community=community,
            number=(last or 0) + 1,
            instrument=instrument,
            circles=[str(one) for one in Circle if one in told_apart],
            questions=list(questions),
            by_letter=by_letter,
            by=by,
            at=now,
            ends_at=end_in_utc(until),
        )
        ledger.record(verb="opened_round", person=by, community=community, at=now)
    return opened


def close(*, by: Person, opened: Round, at: datetime | None = None) -> None:
    """End it before its day; raises NotASteward."""
    now = at or timezone.now()
    require_steward(by, opened.community, at=now)
    _end(opened.pk, now)


def close_what_is_over(*, now: datetime) -> int:
    """Work out what is told of each whose day has passed; how many there were."""
    over = list(Round.objects.filter(closed_at=None, ends_at__lte=now).values_list("pk", flat=True))
    for pk in over:
        _end(pk, now)
    return len(over)


def _end(pk: int, now: datetime) -> None:
    with transaction.atomic():
        for one in lock(Round.objects.filter(pk=pk, closed_at=None)):
            _tell(one, now)
            ledger.changed([one.community_id])


def _tell(closed: Round, now: datetime) -> None:
    """Tell it once, and let go of who had a sheet and of what was said on each."""
    sheets = [one.said for one in Sheet.objects.filter(round=closed)]
    Cell.objects.bulk_create(
        Cell(
            round=closed,
            circle=one.circle,
            item=one.item,
            low=one.middle.low if one.middle else None,
            high=one.middle.high if one.middle else None,
            people=one.people,
        )
        for one in told_of(sheets, closed.asked, last_told(closed))
    )
    remarks = remarks_of(sheets)
    SystemRandom().shuffle(remarks)
    Comment.objects.bulk_create(
        Comment(round=closed, item=one.item, circle=one.circle or "", words=one.words) for one in remarks
    )
    Sheet.objects.filter(round=closed).delete()
    HadSheet.objects.filter(round=closed).delete()
    Code.objects.filter(round=closed).delete()
    closed.closed_at = now
    closed.save(update_fields=["closed_at"])
    to_be_wiped(now=now)
