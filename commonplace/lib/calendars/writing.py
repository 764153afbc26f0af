"""Calendars written: what phones, desktop programs and mail programs read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final

from icalendar import Calendar, vCalAddress, vDuration, vRecur, vText
from icalendar import Event as Component

from commonplace.lib.calendars import zones
from commonplace.lib.calendars.events import Event
from commonplace.lib.recurrence import until_of
from commonplace.lib.zones import moment, zone_named

PRODUCT: Final = "-//Commonplace//Gatherings//EN"
# So many years the rules of a zone are written out where they are not the same every year.
AHEAD: Final = 15
REFRESH: Final = timedelta(hours=1)
# What no calendar can say: control characters, and halves of signs.
_UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


class Method(StrEnum):
    """What a calendar in a letter asks of its reader (RFC 5546)."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Invitation:
    """To whom an event goes by letter, and which address takes the answer. Nobody else's name goes along, ever."""

    method: Method
    organizer: str
    organizer_name: str
    attendee: str
    stands: str = "NEEDS-ACTION"  # what they have said so far, as PARTSTAT says it


def as_bytes(
    events: Iterable[Event],
    *,
    stamp: datetime,
    name: str = "",
    about: str = "",
    page: str = "",
    invitation: Invitation | None = None,
) -> bytes:
    """A calendar of these events, in UTF-8; `stamp` is told where an event does not know when it was changed."""
    return _written([(one, invitation) for one in events], stamp=stamp, name=name, about=about, page=page)


def invitations_as_bytes(asked: Sequence[tuple[Event, Invitation]], *, stamp: datetime) -> bytes:
    """One calendar that asks for an answer to each of these, which are dates of one event by one method."""
    return _written(asked, stamp=stamp)


def _written(
    asked: Sequence[tuple[Event, Invitation | None]],
    *,
    stamp: datetime,
    name: str = "",
    about: str = "",
    page: str = "",
) -> bytes:
    events, invitation = [one for one, _invitation in asked], asked[0][1] if asked else None
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    if invitation is not None:
        calendar.add("METHOD", str(invitation.method))
    elif name:  # a whole calendar, which is fetched again
        calendar.add("REFRESH-INTERVAL", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
        calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    for title, said in (("NAME", name), ("X-WR-CALNAME", name), ("DESCRIPTION", about), ("X-WR-CALDESC", about)):
        if said:
            # Of names that begin with X- it does not know that they are words, which have to be escaped.
            calendar.add(title, vText(sayable(said)))
    if page:
        calendar.add("URL", page)
    for told in zones_told(events, year=stamp.year):
        calendar.add_component(zones.written(*told))
    for one, with_it in asked:
        calendar.add_component(_component(one, stamp, with_it))
    written: bytes = calendar.to_ical(sorted=False)
    return written


def sayable(text: str) -> str:
    """The text without what a calendar cannot hold."""
    return _UNSAYABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def zones_told(events: Sequence[Event], *, year: int) -> list[tuple[str, int, int]]:
    """Each zone that a calendar of these events describes, and from which year to before which, as of a year."""
    return [(zone, first.year - 1, max(year, first.year) + AHEAD) for zone, first in _zones(events).items()]


def _zones(events: Sequence[Event]) -> dict[str, date]:
    """Each zone that is named, and the first day on which it is."""
    found: dict[str, date] = {}
    for one in events:
        told = [(one.zone, one.wall)]
        if one.instead_of is not None:
            told.append((one.instead_of_zone or one.zone, one.instead_of))
        for zone, wall in told:
            if zone != "UTC" and not one.is_all_day:
                found[zone] = min(found.get(zone, wall.date()), wall.date())
    return dict(sorted(found.items()))


def _component(one: Event, stamp: datetime, invitation: Invitation | None) -> Component:
    event = Component()
    event.add("UID", one.uid)
    event.add("DTSTAMP", (one.changed_at or stamp).astimezone(UTC).replace(microsecond=0))
    _say_when(event, one)
    if one.made_at is not None:
        event.add("CREATED", one.made_at.astimezone(UTC).replace(microsecond=0))
    if one.changed_at is not None:
        event.add("LAST-MODIFIED", one.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("SEQUENCE", one.sequence)
    event.add("SUMMARY", sayable(one.title))
    about = "\n\n".join(filter(None, (one.about, one.link)))
    for name, said in (("DESCRIPTION", about), ("LOCATION", one.place or one.link)):
        if said:
            event.add(name, sayable(said))
    if one.page:
        event.add("URL", one.page)
    state = "TENTATIVE" if one.is_open else "CONFIRMED"
    event.add("STATUS", "CANCELLED" if one.is_cancelled else state)
    if one.is_cancelled or one.is_open:
        event.add("TRANSP", "TRANSPARENT")
    if invitation is not None:
        _invite(event, invitation)
    return event


def _say_when(event: Component, one: Event) -> None:
    event.add("DTSTART", _said(one, one.wall, one.zone))
    if one.is_all_day:
        event.add("DTEND", (one.wall + timedelta(minutes=one.minutes)).date())
    else:
        event.add("DURATION", timedelta(minutes=one.minutes))
    if one.instead_of is not None:
        event.add("RECURRENCE-ID", _said(one, one.instead_of, one.instead_of_zone or one.zone))
    if one.rule:
        event.add("RRULE", vRecur.from_ical(_rule(one)))
    for name, walls in (("EXDATE", one.left_out), ("RDATE", one.added)):
        if walls:
            event.add(name, [_said(one, wall, one.zone) for wall in walls])


def _rule(one: Event) -> str:
    """The rule, its end told as RFC 5545 asks: a day for days, else a moment in UTC."""
    until = until_of(one.rule, one.zone)
    kept = [part for part in one.rule.split(";") if not part.upper().startswith("UNTIL=")]
    if until is not None:
        end = f"{until:%Y%m%d}" if one.is_all_day else f"{moment(until, one.zone):%Y%m%dT%H%M%SZ}"
        kept.append(f"UNTIL={end}")
    return ";".join(kept)


def _said(one: Event, wall: datetime, zone: str) -> date:
    """A day for what takes whole days, else what the clock shows and where it hangs."""
    return wall.date() if one.is_all_day else wall.replace(tzinfo=UTC if zone == "UTC" else zone_named(zone))


def _invite(event: Component, invitation: Invitation) -> None:
    organizer = vCalAddress(f"mailto:{invitation.organizer}")
    organizer.params["CN"] = _parameter(invitation.organizer_name)
    event["ORGANIZER"] = organizer
    if invitation.method is Method.PUBLISH:
        return
    attendee = vCalAddress(f"mailto:{invitation.attendee}")
    attendee.params["PARTSTAT"] = invitation.stands
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    if invitation.method is Method.REQUEST:
        attendee.params["RSVP"] = "TRUE"
    event["ATTENDEE"] = attendee


def _parameter(name: str) -> str:
    # Quotation marks end a parameter, and no escape for them is known everywhere.
    return " ".join(sayable(name).replace('"', "”").split())
