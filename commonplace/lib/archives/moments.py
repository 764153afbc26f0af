"""Moments as archives write them, aware, and only such as a place can have known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from commonplace.lib.mail.dates import EARLIEST

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def from_words(value: object) -> datetime | None:
    """A date and time in the order of ISO 8601, in UTC where it names no zone; None where it is none to believe."""
    try:
        at = datetime.fromisoformat(str(value).strip())
        return _believed(at if at.tzinfo else at.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None


def from_seconds(value: object) -> datetime | None:
    """Seconds since 1970; None where they are none to believe."""
    try:
        return _believed(_EPOCH + timedelta(seconds=int(str(value))))
    except (ValueError, OverflowError):
        return None


def _believed(at: datetime) -> datetime | None:
    in_utc = at.astimezone(UTC)
    return in_utc if in_utc >= EARLIEST else None
