"""Calendars read, a record at a time: what is off with one says so, and the rest is read all the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from icalendar import vDuration

from commonplace.lib.calendars.events import Event
from commonplace.lib.calendars.lines import Line, NoCalendar, Record, calendars_in
from commonplace.lib.calendars.zones import Change, OwnZone, instant, name_of
from commonplace.lib.recurrence import NotARule, tidy_rule, walls
from commonplace.lib.zones import moment, wall_at

EARLIEST: Final = 1900
LATEST: Final = 2200
LONGEST: Final = timedelta(days=366)
MOST_EXCEPTIONS: Final = 2000  # dates left out of a series or added to it
LONGEST_UID: Final = 500
DAY: Final = 24 * 60  # minutes
_WHEN = re.compile(r"(\d{8})(?:T(\d{4})(\d{2})?(Z?))?")
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})(?::?(\d{2}))?")


@dataclass(frozen=True)
class Unreadable:
    """An event that was not read: on which line it begins, what it is called, and why."""

    number: int
    name: str
    why: str


@dataclass
class Reading:
    """What a file held. `passed_over` counts what is no event: tasks, notes, times that are free."""

    name: str = ""
    method: str = ""
    events: list[Event] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    passed_over: int = 0

    @property
    def read(self) -> int:
        """How many events there were."""
        return len(self.events) + len(self.unreadable)


class _NotRead(ValueError):
    """Why a record cannot be kept."""


def read(data: bytes, *, floating: str = "UTC") -> Reading:
    """The events of a file; `floating` is the zone of clocks that hang nowhere, where the file names none.

    Raises NoCalendar.
    """
    reading = Reading()
    for calendar in calendars_in(data):
        own = {zone.line("TZID").value: _own_zone(zone) for zone in calendar.within if _is_zone(zone)}  # type: ignore[union-attr]
        here = calendar.line("X-WR-TIMEZONE")
        known = _Clocks(own, (name_of(here.value, None, around=2026) if here else None) or floating)
        reading.name = reading.name or _text(calendar, "X-WR-CALNAME", 200) or _text(calendar, "NAME", 200)
        reading.method = reading.method or _text(calendar, "METHOD", 20).upper()
        for record in calendar.within:
            if record.kind == "VEVENT":
                _read_into(reading, record, known)
            elif record.kind != "VTIMEZONE":
                reading.passed_over += 1
    return reading


def _read_into(reading: Reading, record: Record, clocks: _Clocks) -> None:
    try:
        if record.trouble:
            raise _NotRead(f"Line {record.trouble[0]}: {record.trouble[1]}")
        reading.events.append(_event(record, clocks))
    except _NotRead as problem:
        why = str(problem)
    except NotARule as problem:
        why = f"It comes again by a rule that is not kept here: {problem}"
    except (ValueError, OverflowError) as problem:
        why = f"It cannot be read: {problem}"
    else:
        return
    reading.unreadable.append(Unreadable(record.number, _text(record, "SUMMARY", 80), why[:300]))


def _event(record: Record, clocks: _Clocks) -> Event:
    uid = _text(record, "UID", LONGEST_UID)
    if not uid:
        raise _NotRead("It has no UID, so it could not be known again.")
    start = record.line("DTSTART")
    if start is None:
        raise _NotRead("It says not when it begins.")
    rule, added = record.all("RRULE"), record.all("RDATE")
    if len(rule) > 1 or record.line("EXRULE"):
        raise _NotRead("It comes again by more than one rule.")
    wall, zone, is_day = clocks.when(start, comes_again=bool(rule or added))
    event = Event(
        uid=uid,
        title=" ".join(_text(record, "SUMMARY", 1000).split()),
        wall=wall,
        zone=zone,
        minutes=_minutes(record, clocks, wall, zone, is_day=is_day),
        about=_text(record, "DESCRIPTION", 20_000).strip(),
        place=" ".join(_text(record, "LOCATION", 2000).split()),
        link=_text(record, "URL", 2000),
        sequence=int(said) if (said := _text(record, "SEQUENCE", 9)).isascii() and said.isdigit() else 0,
        made_at=clocks.moment(record.line("CREATED")),
        changed_at=clocks.moment(record.line("LAST-MODIFIED") or record.line("DTSTAMP")),
        is_cancelled=_text(record, "STATUS", 20).upper() == "CANCELLED",
        is_open=_text(record, "STATUS", 20).upper() == "TENTATIVE",
        is_all_day=is_day,
    )
    if rule or added:
        event = replace(
            event,
            rule=tidy_rule(rule[0].value) if rule else "",
            left_out=tuple(clocks.walls(record.all("EXDATE"), event)),
            added=tuple(clocks.walls(added, event)),
        )
        # A rule may still be none: ask it once.
        next(walls(event.rule or "FREQ=DAILY;COUNT=1", wall, after=wall, before=wall + timedelta(days=1), zone=zone), 0)
    if instead := record.line("RECURRENCE-ID"):
        if "RANGE" in instead.parameters:
            raise _NotRead("It changes this date of a series and all that follow.")
        of, of_zone, _is_day = clocks.when(instead, comes_again=False)
        event = replace(event, instead_of=of, instead_of_zone=of_zone)
    return event


def _minutes(record: Record, clocks: _Clocks, wall: datetime, zone: str, *, is_day: bool) -> int:
    end, lasts = record.line("DTEND"), record.line("DURATION")
    if end is not None:
        other, other_zone, _ = clocks.when(end, comes_again=False)
        length = other - wall if is_day else moment(other, other_zone) - moment(wall, zone)
    elif lasts is not None:
        length = vDuration.from_ical(lasts.value.strip())
    else:
        length = timedelta(days=1) if is_day else timedelta()
    if length < timedelta():
        raise _NotRead("It ends before it begins.")
    if length > LONGEST:
        raise _NotRead("It lasts longer than a year.")
    return -(-int(length.total_seconds()) // 60)


def _text(record: Record, name: str, longest: int) -> str:
    line = record.line(name)
    return line.text[:longest].strip() if line else ""


# --- Clocks -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Clocks:
    """The zones that a calendar describes itself, by its names for them, and the one for clocks that hang nowhere."""

    own: dict[str, OwnZone]
    floating: str

    def when(self, line: Line, *, comes_again: bool) -> tuple[datetime, str, bool]:
        """What a clock shows, in which zone of the world, and whether a whole day is meant. Raises _NotRead."""
        found = _WHEN.fullmatch(line.value.strip())
        if found is None:
            raise _NotRead(f"Line {line.number}: {line.value[:40]!r} is no date.")
        try:
            wall = datetime.strptime(f"{found[1]}{found[2] or '0000'}{found[3] or '00'}", "%Y%m%d%H%M%S")  # noqa: DTZ007
        except ValueError:
            raise _NotRead(f"Line {line.number}: {line.value[:40]!r} is no date.") from None
        if not EARLIEST <= wall.year <= LATEST:
            raise _NotRead(f"Line {line.number}: the year {wall.year} is too far away.")
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
            raise _NotRead(f"Line {line.number}: no zone {tzid[:60]!r} is known.")
        return wall_at(instant(wall, own), "UTC"), "UTC", False

    def walls(self, lines: Iterable[Line], event: Event) -> Iterable[datetime]:
        """Dates as the clock of a series shows them. Raises _NotRead."""
        count = 0
        for line in lines:
            for said in filter(None, line.value.split(",")):
                count += 1
                if count > MOST_EXCEPTIONS:
                    raise _NotRead(f"It has more than {MOST_EXCEPTIONS} exceptions.")
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
        except _NotRead:
            return None


def _is_zone(record: Record) -> bool:
    return record.kind == "VTIMEZONE" and record.line("TZID") is not None


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


__all__ = ["NoCalendar", "Reading", "Unreadable", "read"]
