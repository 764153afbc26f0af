"""Which files of a calendar a program asks for (calendar-query), and a series told date by date (expand)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from xml.etree.ElementTree import Element

from commonplace.devices.asking import CALDAV, NotAsked, moment_of
from commonplace.devices.item import Item
from commonplace.lib.calendars.events import Event
from commonplace.lib.recurrence import FIRST, walls
from commonplace.lib.zones import moment

Matches = Callable[[Item], bool]
# A series is looked at so far; what a program asks for beyond has no dates.
FURTHEST: Final = timedelta(days=366 * 30)
MOST_EXPANDED: Final = 2000
_EARLIEST, _LATEST = datetime(3, 1, 1, tzinfo=UTC), datetime(9990, 1, 1, tzinfo=UTC)
_TEXTS: Final[dict[str, Callable[[Event], str]]] = {
    "UID": lambda one: one.uid,
    "SUMMARY": lambda one: one.title,
    "DESCRIPTION": lambda one: one.about,
    "LOCATION": lambda one: one.place,
    "URL": lambda one: one.page,
}
# Of these nothing stands in any calendar of ours.
_NEVER: Final = frozenset("ATTENDEE ORGANIZER CATEGORIES CLASS COMMENT CONTACT COMPLETED DUE RESOURCES".split())


class NotSupported(ValueError):
    """A question by something that is not looked at here."""


class TooMany(ValueError):
    """More dates than are told at once."""


@dataclass(frozen=True)
class Range:
    """From a moment to before another."""

    begin: datetime
    end: datetime


def range_of(told: Element, *, now: datetime) -> Range:
    """What an element says by `start` and `end`, cut off where nobody looks; raises NotAsked."""
    said = [told.get("start"), told.get("end")]
    if said == [None, None]:
        raise NotAsked("time-range")
    begin = moment_of(said[0]) if said[0] is not None else _EARLIEST
    end = moment_of(said[1]) if said[1] is not None else now + FURTHEST
    if said[1] is not None and end <= begin:
        raise NotAsked("time-range")
    return Range(min(max(begin, _EARLIEST), _LATEST), min(max(end, _EARLIEST), now + FURTHEST))


def falls_within(item: Item, within: Range) -> bool:
    """Whether any of it takes place in that time, called off or not."""
    return any(True for one in item.events for _start in _starts(one, item, within))


def expanded(item: Item, within: Range) -> list[Event]:
    """Each date of it in that time by itself, told in UTC; raises TooMany."""
    found: list[Event] = []
    is_series = any(one.rule or one.added for one in item.events)
    for one in item.events:
        for start in _starts(one, item, within):
            if len(found) >= MOST_EXPANDED:
                raise TooMany(item.name)
            instead = one.instead_of and moment(one.instead_of, one.instead_of_zone or one.zone)
            named = (instead or start).replace(tzinfo=None) if is_series or instead else None
            plain = replace(one, wall=start.replace(tzinfo=None), zone="UTC", rule="", left_out=(), added=())
            found.append(replace(plain, instead_of=named, instead_of_zone="UTC" if named else ""))
    return sorted(found, key=lambda one: one.wall)


def _starts(one: Event, item: Item, within: Range) -> Iterator[datetime]:
    """The moments at which it begins so that it overlaps, as RFC 4791 (9.9) says it."""
    length = timedelta(minutes=one.minutes)
    moved = {
        moment(other.instead_of, other.instead_of_zone or other.zone)
        for other in item.events
        if other.instead_of is not None and one.instead_of is None
    }
    for wall in _walls(one, within, length):
        start = moment(wall, one.zone)
        if start in moved and (one.rule or one.added):
            continue
        overlaps = start < within.end and start + length > within.begin
        if overlaps or (not length and within.begin <= start < within.end):
            yield start


def _walls(one: Event, within: Range, length: timedelta) -> Iterator[datetime]:
    yield from () if one.wall in one.left_out else (one.wall,)
    if not one.rule:
        return
    # A day more on either side, for a clock may be ahead of UTC or behind it.
    after = max(within.begin.replace(tzinfo=None) - length - timedelta(days=1), FIRST)
    before = within.end.replace(tzinfo=None) + timedelta(days=1)
    for wall in walls(one.rule, one.wall, after=max(after, one.wall), before=before, zone=one.zone):
        if wall != one.wall and wall not in one.left_out:
            yield wall


def matcher(told: Element | None, *, now: datetime) -> Matches:
    """What a filter asks of a file; raises NotAsked and NotSupported."""
    if told is None:
        return lambda item: True
    calendars = _only(list(told), "comp-filter")
    if len(calendars) != 1:
        raise NotSupported("comp-filter")
    calendar = calendars[0]
    if calendar.get("name", "").upper() != "VCALENDAR":
        raise NotSupported(calendar.get("name", ""))
    if _is_told(calendar, "is-not-defined"):
        return lambda item: False
    return _all([_component(one, now) for one in _only(list(calendar), "comp-filter")])


def _component(told: Element, now: datetime) -> Matches:
    """A filter of components; in these calendars there are only events."""
    is_event = told.get("name", "").upper() == "VEVENT"
    if _is_told(told, "is-not-defined"):
        return lambda item: not is_event
    if not is_event:
        return lambda item: False
    return _all([_within_event(one, now) for one in told])


def _within_event(told: Element, now: datetime) -> Matches:
    kind = told.tag.removeprefix(f"{{{CALDAV}}}")
    if kind == "time-range":
        within = range_of(told, now=now)
        return lambda item: falls_within(item, within)
    if kind == "comp-filter":  # an alarm, of which there are none
        is_absent = _is_told(told, "is-not-defined")
        return lambda item: is_absent
    if kind == "prop-filter":
        return _property(told)
    raise NotSupported(kind)


def _property(told: Element) -> Matches:
    name, is_absent = told.get("name", "").upper(), _is_told(told, "is-not-defined")
    if name in _NEVER:
        return lambda item: is_absent
    if name not in _TEXTS:
        raise NotSupported(name)
    tell = _TEXTS[name]
    if is_absent:
        return lambda item: not any(tell(one) for one in item.events)
    return _all([_text(one, tell) for one in _only(list(told), "text-match")])


def _text(told: Element, tell: Callable[[Event], str]) -> Matches:
    collation, wanted = told.get("collation", "i;ascii-casemap"), told.text or ""
    if collation not in ("i;ascii-casemap", "i;octet", "i;unicode-casemap"):
        raise NotSupported(collation)
    is_negative = told.get("negate-condition", "no") == "yes"
    fold = str if collation == "i;octet" else str.casefold

    def matches(item: Item) -> bool:
        return any(fold(wanted) in fold(tell(one)) for one in item.events) is not is_negative

    return matches


def _only(within: list[Element], name: str) -> list[Element]:
    """Elements that all have this name; raises NotSupported."""
    if any(one.tag != f"{{{CALDAV}}}{name}" for one in within):
        raise NotSupported(name)
    return within


def _is_told(within: Element, name: str) -> bool:
    return within.find(f"{{{CALDAV}}}{name}") is not None


def _all(matches: list[Matches]) -> Matches:
    return lambda item: all(one(item) for one in matches)
