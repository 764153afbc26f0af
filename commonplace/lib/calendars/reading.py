"""Calendars read, a record at a time: what is off with one says so, and the rest is read all the same."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from icalendar import vDuration

from commonplace.lib.calendars.clocks import Clocks, NotRead, clocks_of
from commonplace.lib.calendars.events import Event
from commonplace.lib.calendars.lines import NoCalendar, Record, calendars_in
from commonplace.lib.recurrence import NotARule, tidy_rule, walls
from commonplace.lib.zones import moment

LONGEST: Final = timedelta(days=366)
LONGEST_UID: Final = 500
DAY: Final = 24 * 60  # minutes


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


def read(data: bytes, *, floating: str = "UTC") -> Reading:
    """The events of a file; `floating` is the zone of clocks that hang nowhere, where the file names none.

    Raises NoCalendar.
    """
    reading = Reading()
    for calendar in calendars_in(data):
        known = clocks_of(calendar, floating=floating)
        reading.name = reading.name or _text(calendar, "X-WR-CALNAME", 200) or _text(calendar, "NAME", 200)
        reading.method = reading.method or _text(calendar, "METHOD", 20).upper()
        for record in calendar.within:
            if record.kind == "VEVENT":
                _read_into(reading, record, known)
            elif record.kind != "VTIMEZONE":
                reading.passed_over += 1
    return reading


def _read_into(reading: Reading, record: Record, clocks: Clocks) -> None:
    try:
        if record.trouble:
            raise NotRead(f"Line {record.trouble[0]}: {record.trouble[1]}")
        reading.events.append(_event(record, clocks))
    except NotRead as problem:
        why = str(problem)
    except NotARule as problem:
        why = f"It comes again by a rule that is not kept here: {problem}"
    except (ValueError, OverflowError) as problem:
        why = f"It cannot be read: {problem}"
    else:
        return
    reading.unreadable.append(Unreadable(record.number, _text(record, "SUMMARY", 80), why[:300]))


def _event(record: Record, clocks: Clocks) -> Event:
    uid = _text(record, "UID", LONGEST_UID)
    if not uid:
        raise NotRead("It has no UID, so it could not be known again.")
    start = record.line("DTSTART")
    if start is None:
        raise NotRead("It says not when it begins.")
    rule, added = record.all("RRULE"), record.all("RDATE")
    if len(rule) > 1 or record.line("EXRULE"):
        raise NotRead("It comes again by more than one rule.")
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
            raise NotRead("It changes this date of a series and all that follow.")
        of, of_zone, _is_day = clocks.when(instead, comes_again=False)
        event = replace(event, instead_of=of, instead_of_zone=of_zone)
    return event


def _minutes(record: Record, clocks: Clocks, wall: datetime, zone: str, *, is_day: bool) -> int:
    end, lasts = record.line("DTEND"), record.line("DURATION")
    if end is not None:
        other, other_zone, _ = clocks.when(end, comes_again=False)
        length = other - wall if is_day else moment(other, other_zone) - moment(wall, zone)
    elif lasts is not None:
        length = vDuration.from_ical(lasts.value.strip())
    else:
        length = timedelta(days=1) if is_day else timedelta()
    if length < timedelta():
        raise NotRead("It ends before it begins.")
    if length > LONGEST:
        raise NotRead("It lasts longer than a year.")
    return -(-int(length.total_seconds()) // 60)


def _text(record: Record, name: str, longest: int) -> str:
    line = record.line(name)
    return line.text[:longest].strip() if line else ""


__all__ = ["NoCalendar", "Reading", "Unreadable", "read"]
