"""Weeks, which begin on Monday (ISO 8601)."""

from datetime import date, timedelta


def monday_of(day: date) -> date:
    """The Monday of the week of `day`."""
    return day - timedelta(days=day.weekday())
