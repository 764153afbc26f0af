"""Moments as mail writes them, and which of them to believe."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

EARLIEST = datetime(1975, 1, 1, tzinfo=UTC)  # mailing lists are hardly older
CLOCKS_APART = timedelta(days=2)  # how far ahead of its delivery a letter may be dated: time zones and a sloppy clock
SLOWEST_POST = timedelta(
    days=120
)  # how long before its delivery a letter may be dated: moderation, a queue in a cupboard
LONGEST = 300  # characters looked at

_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_LETTER_DATE = re.compile(
    rf"(\d{{1,2}})[ -]+{_MONTH}[ -]+(\d{{2,4}})[ ,]+(\d{{1,2}})[:.](\d\d)(?:[:.](\d\d))?(?:[ ]*([+-]\d{{4}})\b"
    rf"|[ ]+([a-z]{{1,4}})\b)?",
    re.IGNORECASE,
)
_FROM_DATE = re.compile(
    rf"{_MONTH} +(\d{{1,2}}) +(\d{{1,2}}):(\d\d)(?::(\d\d))?(?: +([a-z]{{3,4}}|[+-]\d{{4}}))? +(\d{{4}})(?:"
    rf" +([+-]\d{{4}}))?",
    re.IGNORECASE,
)
_ZONES = {
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "cet": 1,
    "cest": 2,
    "met": 1,
    "mest": 2,
    "bst": 1,
    "jst": 9,
}


def parsed(text: str) -> datetime | None:
    """The moment, in UTC, that a Date header, the end of a Received header or a From_ line names, or None.

    A time without zone is taken as UTC.
    """
    text = text[:LONGEST]
    try:
        if found := _LETTER_DATE.search(text):
            day, month, year, hour, minute, second, offset, zone = found.groups()
        elif found := _FROM_DATE.search(text):
            month, day, hour, minute, second, zone, year, offset = found.groups()
            if zone and zone[0] in "+-":
                offset, zone = zone, None
        else:
            return _otherwise(text)
        moment = datetime(
            _full_year(year),
            _MONTHS[month.lower()[:3]],
            int(day),
            int(hour),
            int(minute),
            min(int(second or 0), 59),
            tzinfo=_zone(offset, zone),
        )
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def believable(moment: datetime | None, latest: datetime) -> bool:
    """Whether a letter can have been sent then: after mail began and not after `latest`."""
    return moment is not None and EARLIEST <= moment <= latest


def agrees(moment: datetime, delivered: datetime) -> bool:
    """Whether a letter so dated can have been delivered then."""
    return delivered - SLOWEST_POST <= moment <= delivered + CLOCKS_APART


def _full_year(year: str) -> int:
    number = int(year)
    if len(year) == 2:
        return number + (2000 if number < 70 else 1900)
    # Programs that counted years from 1900 wrote 100 for 2000.
    return number + 1900 if len(year) == 3 else number


def _zone(offset: str | None, name: str | None) -> timezone:
    if offset:
        minutes = int(offset[1:3]) * 60 + int(offset[3:5])
        if minutes < 15 * 60:
            return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))
        return UTC
    return timezone(timedelta(hours=_ZONES.get((name or "").lower(), 0)))


def _otherwise(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    try:
        parts = parsedate_tz(text)
        if parts is None:
            return None
        return datetime(*parts[:5], min(parts[5], 59), tzinfo=UTC) - timedelta(seconds=parts[9] or 0)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
