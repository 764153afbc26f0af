"""Months by the calendar of UTC, each called by its first day: one for all who draw, wherever they are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta


def month_of(now: datetime) -> date:
    """The month in which a moment lies."""
    return now.astimezone(UTC).date().replace(day=1)


def before(month: date) -> date:
    """The month before."""
    return (month - timedelta(days=1)).replace(day=1)


def after(month: date) -> date:
    """The month after."""
    return (month + timedelta(days=31)).replace(day=1)
