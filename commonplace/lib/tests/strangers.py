"""What a stranger's program reads in a calendar: icalendar's own parser, and recurring-ical-events."""

from __future__ import annotations

import warnings
from datetime import UTC, date, datetime, time

import recurring_ical_events
from icalendar import Calendar


def read_by_strangers(data: bytes, begin: datetime, end: datetime) -> list[tuple[datetime, datetime, str]]:
    """Every date that is not cancelled, from its beginning to its end, with its title."""
    with warnings.catch_warnings():
        # It says so when it guesses a zone by the end of its name, as we do.
        warnings.simplefilter("ignore")
        found = recurring_ical_events.of(Calendar.from_ical(data)).between(begin, end)
    return sorted(
        (_in_utc(one.start), _in_utc(one.end), " ".join(str(one.get("SUMMARY", "")).split()))
        for one in found
        if one.get("STATUS") != "CANCELLED" and begin <= _in_utc(one.start) < end
    )


def _in_utc(at: date) -> datetime:
    return (at if isinstance(at, datetime) else datetime.combine(at, time(), UTC)).astimezone(UTC)
