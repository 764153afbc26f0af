"""What calendars hold: an event, once or by a rule, as clocks on walls show it, and all dates on which events fall."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from commonplace.lib.recurrence import walls
from commonplace.lib.zones import moment

MOST_DATES: Final = 5000  # of one series, wherever its dates are listed


@dataclass(frozen=True)
class Event:
    """One event, or the dates of a series. `wall` is what a clock in `zone` shows as it begins.

    `rule` makes it a series: without the dates `left_out` and with those `added`. `instead_of` makes it one date of the
    series with the same `uid`: the one that the rule, by the clock of the series, puts there.
    """

    uid: str
    title: str
    wall: datetime
    zone: str
    minutes: int
    about: str = ""
    place: str = ""
    link: str = ""
    page: str = ""
    sequence: int = 0
    made_at: datetime | None = None
    changed_at: datetime | None = None
    is_cancelled: bool = False
    is_open: bool = False  # its date may change yet
    is_all_day: bool = False
    rule: str = ""
    left_out: tuple[datetime, ...] = ()
    added: tuple[datetime, ...] = ()
    instead_of: datetime | None = None
    instead_of_zone: str = ""

    @property
    def starts_at(self) -> datetime:
        """The moment at which it begins, or its series; raises `zones.NoSuchZone`."""
        return moment(self.wall, self.zone)


@dataclass(frozen=True, order=True)
class Date:
    """One date on which something is, in UTC."""

    starts_at: datetime
    ends_at: datetime
    title: str
    uid: str


@dataclass(frozen=True)
class Occurrence:
    """One date of an event, by the clock in its zone and in UTC."""

    event: Event
    wall: datetime
    starts_at: datetime
    ends_at: datetime


def dates(events: Iterable[Event], *, begin: datetime, end: datetime) -> list[Date]:
    """Every date that begins from `begin` to before `end` and was not cancelled, in order.

    Raises `zones.NoSuchZone` and `recurrence.NotARule`.
    """
    found = occurrences(events, begin=begin, end=end)
    return sorted(Date(one.starts_at, one.ends_at, one.event.title, one.event.uid) for one in found)


def occurrences(events: Iterable[Event], *, begin: datetime, end: datetime) -> Iterator[Occurrence]:
    """The same, one event after the other; raises the same."""
    series: list[Event] = []
    others: list[Event] = []
    moved: dict[str, set[datetime]] = defaultdict(set)
    for one in events:
        if one.instead_of is not None:
            moved[one.uid].add(moment(one.instead_of, one.instead_of_zone or one.zone))
        (series if one.rule or one.added else others).append(one)
    for one in others:
        occurrence = _on(one, one.wall)
        if not one.is_cancelled and begin <= occurrence.starts_at < end:
            yield occurrence
    for one in series:
        for wall in walls_of(one, begin=begin, end=end) if not one.is_cancelled else ():
            occurrence = _on(one, wall)
            if begin <= occurrence.starts_at < end and occurrence.starts_at not in moved[one.uid]:
                yield occurrence


def walls_of(event: Event, *, end: datetime, begin: datetime | None = None) -> list[datetime]:
    """When a series is, as its clock shows it, its beginning always among them as in most calendars, up to a moment.

    With `begin` what was more than a day before it is left out, but for the beginning of the series and what was added.
    """
    # A day more on either side, for a clock may be ahead of UTC or behind it.
    last = end.replace(tzinfo=None) + timedelta(days=1)
    after = event.wall if begin is None else max(event.wall, begin.replace(tzinfo=None) - timedelta(days=1))
    by_rule = walls(event.rule, event.wall, after=after, before=last, zone=event.zone) if event.rule else ()
    found = {event.wall, *event.added}
    for wall in by_rule:
        if len(found) >= MOST_DATES:
            break
        found.add(wall)
    return sorted(found - set(event.left_out))


def _on(one: Event, wall: datetime) -> Occurrence:
    starts_at = moment(wall, one.zone)
    if one.is_all_day:
        return Occurrence(one, wall, starts_at, moment(wall + timedelta(minutes=one.minutes), one.zone))
    return Occurrence(one, wall, starts_at, starts_at + timedelta(minutes=one.minutes))
