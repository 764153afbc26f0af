"""Zones in calendars: the rules of a zone written out, and which zone of the world a calendar means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise
from typing import Final

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from commonplace.lib.recurrence import DAYS, NotARule, walls
from commonplace.lib.zones import zone_named, zone_names

# By so many years a zone of a calendar is compared with those of the world.
COMPARED: Final = 4
_LAST: Final = "-1"


@lru_cache(maxsize=256)
def written(name: str, first: int, last: int) -> Timezone:
    """The rules of a zone from one year to before another, as a component; made once, for it takes some milliseconds.

    What comes every year on the like Sunday is told by a rule, which Outlook reads and which does not end.
    (icalendar makes such components too, but tells the hour after a change where RFC 5545 asks for the one before it,
    and passes over changes of a few weeks, as for Ramadan in Morocco.) Raises `zones.NoSuchZone`.
    """
    zone = zone_named(name)
    component = Timezone()
    component.add("TZID", name)
    begin = datetime(first, 1, 1, tzinfo=UTC)
    component.add_component(_part(_Offset.at(begin, zone), [(begin, _Offset.at(begin, zone).length)], last))
    found: dict[tuple[timedelta, _Offset], list[tuple[datetime, timedelta]]] = {}
    for moment, before in _changes(zone, begin, datetime(last, 1, 1, tzinfo=UTC)):
        found.setdefault((before, _Offset.at(moment, zone)), []).append((moment, before))
    for (_before, offset), onsets in found.items():
        component.add_component(_part(offset, onsets, last))
    return component


@dataclass(frozen=True)
class _Offset:
    """What a zone is called for a while, how far it is from UTC, and whether that is summer time."""

    name: str
    length: timedelta
    is_summer: bool

    @classmethod
    def at(cls, moment: datetime, zone: tzinfo) -> _Offset:
        there = moment.astimezone(zone)
        return cls(there.tzname() or "", there.utcoffset() or timedelta(), bool(there.dst()))


def _changes(zone: tzinfo, begin: datetime, end: datetime) -> Iterator[tuple[datetime, timedelta]]:
    """Each moment at which a zone's offset changes, to the second, and the offset before it."""
    day, one = begin, _Offset.at(begin, zone)
    while day < end:
        following = day + timedelta(days=1)
        other = _Offset.at(following, zone)
        if other != one:
            early, late = day, following
            while late - early > timedelta(seconds=1):
                middle = early + (late - early) // 2
                middle = middle.replace(microsecond=0)
                early, late = (middle, late) if _Offset.at(middle, zone) == one else (early, middle)
            yield late, one.length
        day, one = following, other


def _part(
    offset: _Offset, onsets: Sequence[tuple[datetime, timedelta]], last: int
) -> TimezoneStandard | TimezoneDaylight:
    made = TimezoneDaylight() if offset.is_summer else TimezoneStandard()
    before = onsets[0][1]
    made.TZOFFSETFROM, made.TZOFFSETTO = before, offset.length
    made.add("TZNAME", offset.name)
    walls = [(moment + before).replace(tzinfo=None) for moment, _before in onsets]
    made.DTSTART = walls[0]
    if (rule := _yearly(walls)) and walls[-1].year >= last - 1:
        made.add("RRULE", vRecur.from_ical(rule))
    elif walls[1:]:
        made.add("RDATE", walls[1:])
    return made


def _yearly(onsets: Sequence[datetime]) -> str:
    """The rule by which these come once in every year; "" where there is none as simple."""
    if len(onsets) < 3 or any(two.year - one.year != 1 for one, two in pairwise(onsets)):
        return ""
    if len({(one.month, one.weekday(), one.time()) for one in onsets}) != 1:
        return ""
    nth = {str((one.day - 1) // 7 + 1) for one in onsets}
    if all((one + timedelta(days=7)).month != one.month for one in onsets):
        nth = {_LAST}
    if len(nth) != 1:
        return ""
    return f"FREQ=YEARLY;BYMONTH={onsets[0].month};BYDAY={nth.pop()}{DAYS[onsets[0].weekday()]}"


@dataclass(frozen=True)
class Change:
    """A change that a calendar's own zone makes: from when, by the clock before it, and to which offset from UTC."""

    wall: datetime
    before: timedelta
    after: timedelta
    rule: str = ""
    more: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class OwnZone:
    """A zone as a calendar describes it; `location` is the name that libical puts beside it."""

    changes: tuple[Change, ...]
    location: str = ""

    def onsets(self, until: int) -> list[tuple[datetime, timedelta]]:
        """When each offset begins to hold, by the clock before it, up to a year. Raises NotARule."""
        found = []
        for one in self.changes:
            if one.rule and not one.rule.upper().startswith("FREQ=YEARLY"):
                raise NotARule(one.rule)
            end = datetime(until + 1, 1, 1)  # noqa: DTZ001  # a clock on a wall
            by_rule = walls(one.rule, one.wall, after=one.wall, before=end) if one.rule else ()
            found += [(wall, one.after) for wall in {one.wall, *by_rule, *one.more}]
        return sorted(found)


def name_of(tzid: str, own: OwnZone | None, *, around: int) -> str | None:
    """The zone of the world that a calendar means by `tzid`; None where none has that name or goes by such rules.

    By its name, with what programs put before it taken off; by Windows' name for it; else by how it goes in the years
    `around`. Rules of today go before those in a file, which may be years old.
    """
    for said in filter(None, (tzid, own.location if own else "")):
        if named := _by_name(said):
            return named
    if own is None:
        return None
    try:
        return _like(tuple(_offsets(own.onsets(around + COMPARED), own.changes, around)), around)
    except NotARule:
        return None


def _by_name(said: str) -> str | None:
    parts = said.strip().strip('"').strip("/").split("/")
    names = ("/".join(parts[first:]) for first in range(min(len(parts), 10)))
    for name in (WINDOWS_TO_OLSON.get(one, one) for one in names):
        if name in ("Z", "GMT", "Etc/UTC", "Etc/GMT", "Zulu"):
            return "UTC"
        if name in zone_names():
            return name
    return None


def _moments(around: int) -> Iterable[datetime]:
    """Days through the year at which zones are compared, at noon by their clocks, where none changes."""
    for year in range(around - 1, around + COMPARED):
        for month in range(1, 13):
            for day in (1, 9, 17, 25):
                yield datetime(year, month, day, 12)  # noqa: DTZ001  # a clock on a wall


def _offsets(
    onsets: Sequence[tuple[datetime, timedelta]], changes: Sequence[Change], around: int
) -> Iterable[timedelta]:
    place, holds = 0, changes[0].before if changes else timedelta()
    for wall in _moments(around):
        while place < len(onsets) and onsets[place][0] <= wall:
            holds = onsets[place][1]
            place += 1
        yield holds


@lru_cache(maxsize=64)
def _like(offsets: tuple[timedelta, ...], around: int) -> str | None:
    """The zone of the world whose clocks go like this, the best known first."""
    moments = list(_moments(around))
    # What has a city goes before what has none, and the shorter name before the longer.
    for name in sorted(zone_names(), key=lambda one: (one != "UTC", "/" not in one, one.startswith("Etc/"), one)):
        zone = zone_named(name)
        if all(wall.replace(tzinfo=zone).utcoffset() == off for wall, off in zip(moments, offsets, strict=True)):
            return name
    return None


def instant(wall: datetime, own: OwnZone) -> datetime:
    """When a clock by a calendar's own rules shows `wall`, in UTC. Raises NotARule."""
    holds = own.changes[0].before if own.changes else timedelta()
    for onset, after in own.onsets(wall.year):
        if onset <= wall:
            holds = after
    return (wall - holds).replace(tzinfo=UTC)
