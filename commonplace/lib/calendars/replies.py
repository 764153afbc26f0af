"""Answers to invitations as calendars send them (RFC 5546, METHOD:REPLY)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from commonplace.lib.addresses import one_address
from commonplace.lib.calendars.clocks import NotRead, clocks_of
from commonplace.lib.calendars.lines import calendars_in
from commonplace.lib.zones import moment


@dataclass(frozen=True)
class Reply:
    """What one address says to one event: `says` is ACCEPTED, TENTATIVE, DECLINED or what else calendars know.

    `instead_of` names the date of a series; `sequence` is None where it does not say what it answers.
    """

    uid: str
    address: str
    says: str
    sequence: int | None = None
    instead_of: datetime | None = None


def replies_in(data: bytes) -> list[Reply]:
    """Every answer in a calendar whose method is REPLY, as far as it can be read; raises NoCalendar."""
    found = []
    for calendar in calendars_in(data):
        method = calendar.line("METHOD")
        if method is None or method.text.strip().upper() != "REPLY":
            continue
        clocks = clocks_of(calendar, floating="UTC")
        for record in calendar.within:
            uid, date, version = (record.line(name) for name in ("UID", "RECURRENCE-ID", "SEQUENCE"))
            if record.kind != "VEVENT" or record.trouble or uid is None:
                continue
            try:
                at = moment(*clocks.when(date, comes_again=False)[:2]) if date is not None else None
            except NotRead:
                continue
            told = version.text.strip() if version is not None else ""
            sequence = int(told) if told.isascii() and told.isdigit() and len(told) < 10 else None
            for line in record.all("ATTENDEE")[:50]:
                scheme, _colon, address = line.value.strip().partition(":")
                says = line.parameters.get("PARTSTAT", "").upper()
                if scheme.lower() == "mailto" and says:
                    found.append(Reply(uid.text.strip(), one_address(address), says, sequence, at))
    return found
