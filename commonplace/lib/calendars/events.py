"""What calendars hold: an event, once or by a rule, as clocks on walls show it, and all dates on which events fall."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
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


def dates(events: Iterable[Event], *, begin: datetime, end: datetime) -> list[Date]:
    """Every date that begins from `begin` to before `end` and was not cancelled, in order.

    Raises `zones.NoSuchZone` and `recurrence.NotARule`.
    """
    series: list[Event] = []
    others: list[Event] = []
    moved: dict[str, set[datetime]] = defaultdict(set)
    for one in events:
        if one.instead_of is not None:
            moved[one.uid].add(moment(one.instead_of, one.instead_of_zone or one.zone))
        (series if one.rule or one.added else others).append(one)
    found = [_date(one, one.wall) for one in others if not one.is_cancelled]
    for one in series:
        if not one.is_cancelled:
            all_of_it = (_date(one, wall) for wall in walls_of(one, end=end))
            found += [date for date in all_of_it if date.starts_at not in moved[one.uid]]
    return sorted(one for one in found if begin <= one.starts_at < end)


def walls_of(event: Event, *, end: datetime) -> list[datetime]:
    """When a series is, as its clock shows it, its beginning always among them as in most calendars, up to a moment."""
    # A day more on either side, for a clock may be ahead of UTC or behind it.
    last = end.replace(tzinfo=None) + timedelta(days=1)
    by_rule = walls(event.rule, event.wall, after=event.wall, before=last, zone=event.zone) if event.rule else ()
    found = {event.wall, *event.added}
    for wall in by_rule:
        if len(found) >= MOST_DATES:
            break
        found.add(wall)
    return sorted(found - set(event.left_out))


def _date(one: Event, wall: datetime) -> Date:
    starts_at = moment(wall, one.zone)
    if one.is_all_day:
        return Date(starts_at, moment(wall + timedelta(minutes=one.minutes), one.zone), one.title, one.uid)
    return Date(starts_at, starts_at + timedelta(minutes=one.minutes), one.title, one.uid)
