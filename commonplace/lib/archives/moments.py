"""Moments as archives write them, in UTC. Whether a place can have known one is for whoever takes it to say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def from_words(value: object) -> datetime | None:
    """A date and time in the order of ISO 8601, in UTC where it names no zone; None where it is none."""
    try:
        at = datetime.fromisoformat(str(value).strip())
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def from_seconds(value: object) -> datetime | None:
    """Seconds since 1970, as a number or its figures; None where they are none."""
    try:
        return _EPOCH + timedelta(seconds=round(float(str(value)), 6))
    except (ValueError, OverflowError):
        return None
