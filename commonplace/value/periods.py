"""Quarters of the calendar, in UTC: what is counted is told of whole ones alone, so that no two times overlap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from commonplace.lib.days import end_in_utc

# What happened late in a quarter is often written down a little later.
AFTER = timedelta(days=14)
# So many quarters are looked back on.
LOOKED_BACK = 8
MONTHS = 3


class Time(Protocol):
    """From a first moment until a last."""

    @property
    def begins_at(self) -> datetime: ...

    @property
    def ends_at(self) -> datetime: ...


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of the calendar, named by their first day."""

    since: date

    @property
    def until(self) -> date:
        """Its last day."""
        return self.next.since - timedelta(days=1)

    @property
    def next(self) -> Quarter:
        """The one after it."""
        years, month = divmod(self.since.month - 1 + MONTHS, 12)
        return Quarter(date(self.since.year + years, month + 1, 1))

    @property
    def before(self) -> Quarter:
        """The one before it."""
        return quarter_of(self.since - timedelta(days=1))

    @property
    def begins_at(self) -> datetime:
        """Its first moment."""
        return datetime.combine(self.since, time.min, UTC)

    @property
    def ends_at(self) -> datetime:
        """The moment at which it is over."""
        return end_in_utc(self.until)

    @property
    def told_from(self) -> datetime:
        """The moment from which it is told."""
        return self.ends_at + AFTER


def quarter_of(day: date) -> Quarter:
    """The one in which a day lies."""
    return Quarter(date(day.year, day.month - (day.month - 1) % MONTHS, 1))


def last_told(now: datetime) -> Quarter:
    """The last that is told by now."""
    found = quarter_of(now.astimezone(UTC).date()).before
    return found if found.told_from <= now else found.before


def told_by(now: datetime) -> list[Quarter]:
    """All that are looked back on, the latest first."""
    found = [last_told(now)]
    while len(found) < LOOKED_BACK:
        found.append(found[-1].before)
    return found


@dataclass(frozen=True)
class Span:
    """From one quarter to another, both whole."""

    first: Quarter
    last: Quarter

    @property
    def since(self) -> date:
        """Its first day."""
        return self.first.since

    @property
    def until(self) -> date:
        """Its last day."""
        return self.last.until

    @property
    def begins_at(self) -> datetime:
        """Its first moment."""
        return self.first.begins_at

    @property
    def ends_at(self) -> datetime:
        """The moment at which it is over."""
        return self.last.ends_at


def quarters(first: Quarter, last: Quarter) -> Iterator[Quarter]:
    """Each of them, the earliest first."""
    while first <= last:
        yield first
        first = first.next


def span_of(since: date, until: date) -> Span:
    """The span that two days name."""
    return Span(quarter_of(since), quarter_of(until))
