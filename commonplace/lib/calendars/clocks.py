"""Clocks of a calendar file: what they show, in which zone of the world, and which zones the file describes itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from commonplace.lib.calendars.events import Event
from commonplace.lib.calendars.lines import Line, Record
from commonplace.lib.calendars.zones import Change, OwnZone, instant, name_of
from commonplace.lib.zones import moment, wall_at

EARLIEST: Final = 1900
LATEST: Final = 2200
MOST_EXCEPTIONS: Final = 2000  # dates left out of a series or added to it
_WHEN = re.compile(r"(\d{8})(?:T(\d{4})(\d{2})?(Z?))?")
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})(?::?(\d{2}))?")


class NotRead(ValueError):
    """Why a record cannot be kept."""


@dataclass(frozen=True)
class Clocks:
    """The zones that a calendar describes itself, by its names for them, and the one for clocks that hang nowhere."""

    own: dict[str, OwnZone]
    floating: str

    def when(self, line: Line, *, comes_again: bool) -> tuple[datetime, str, bool]:
        """What a clock shows, in which zone of the world, and whether a whole day is meant. Raises NotRead."""
        found = _WHEN.fullmatch(line.value.strip())
        if found is None:
            raise NotRead(f"Line {line.number}: {line.value[:40]!r} is no date.")
        try:
            wall = datetime.strptime(f"{found[1]}{found[2] or '0000'}{found[3] or '00'}", "%Y%m%d%H%M%S")  # noqa: DTZ007
        except ValueError:
            raise NotRead(f"Line {line.number}: {line.value[:40]!r} is no date.") from None
        if not EARLIEST <= wall.year <= LATEST:
            raise NotRead(f"Line {line.number}: the year {wall.year} is too far away.")
        if found[2] is None:
            return wall, self.floating, True
        if found[4]:
            return wall, "UTC", False
        tzid = line.parameters.get("TZID", "")
        if not tzid:
            return wall, self.floating, False
        own = self.own.get(tzid)
        if named := name_of(tzid, own, around=wall.year):
            return wall, named, False
        if own is None or comes_again:
            raise NotRead(f"Line {line.number}: no zone {tzid[:60]!r} is known.")
        return wall_at(instant(wall, own), "UTC"), "UTC", False

    def walls(self, lines: Iterable[Line], event: Event) -> Iterable[datetime]:
        """Dates as the clock of a series shows them. Raises NotRead."""
        count = 0
        for line in lines:
            for said in filter(None, line.value.split(",")):
                count += 1
                if count > MOST_EXCEPTIONS:
                    raise NotRead(f"It has more than {MOST_EXCEPTIONS} exceptions.")
                # Of a stretch of time its beginning is meant.
                one = replace(line, value=said.partition("/")[0])
                wall, zone, is_day = self.when(one, comes_again=False)
                if is_day and not event.is_all_day:
                    yield datetime.combine(wall, event.wall.time())  # of that day: what older programs wrote
                elif event.is_all_day or zone == event.zone:
                    yield wall
                else:
                    yield wall_at(moment(wall, zone), event.zone)

    def moment(self, line: Line | None) -> datetime | None:
        """When something was noted, where that can be read."""
        if line is None:
            return None
        try:
            wall, zone, _ = self.when(line, comes_again=False)
            return moment(wall, zone)
        except NotRead:
            return None


def clocks_of(calendar: Record, *, floating: str) -> Clocks:
    """The clocks of a calendar; `floating` is the zone of those that hang nowhere, where it names none."""
    zones = ((one, one.line("TZID")) for one in calendar.within if one.kind == "VTIMEZONE")
    own = {named.value: _own_zone(one) for one, named in zones if named is not None}
    here = calendar.line("X-WR-TIMEZONE")
    return Clocks(own, (name_of(here.value, None, around=2026) if here else None) or floating)


def _own_zone(record: Record) -> OwnZone:
    """The zone that a calendar describes, as far as it can be read."""
    changes = []
    for part in record.within[:500]:
        start, before, after = part.line("DTSTART"), part.line("TZOFFSETFROM"), part.line("TZOFFSETTO")
        if start is None or before is None or after is None:
            continue
        try:
            rule, more = part.line("RRULE"), [one for line in part.all("RDATE") for one in line.value.split(",")]
            changes.append(
                Change(
                    _zone_wall(start.value),
                    _offset(before.value),
                    _offset(after.value),
                    rule.value.strip() if rule else "",
                    tuple(_zone_wall(one.partition("/")[0]) for one in more[:MOST_EXCEPTIONS]),
                )
            )
        except ValueError:
            continue
    location = record.line("X-LIC-LOCATION")
    return OwnZone(tuple(changes), location.value if location else "")


def _zone_wall(said: str) -> datetime:
    return datetime.strptime(said.strip()[:15], "%Y%m%dT%H%M%S")  # noqa: DTZ007  # by the clock before the change


def _offset(said: str) -> timedelta:
    found = _OFFSET.fullmatch(said.strip())
    if found is None:
        raise ValueError(said)
    length = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    if length >= timedelta(days=1):
        raise ValueError(said)
    return -length if found[1] == "-" else length
