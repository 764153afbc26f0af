"""When a letter goes out: at seven in the morning of its day, where each reader is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings

HOUR = time(7)
# The first and the last place on earth where a day begins.
FIRST_OFFSET, LAST_OFFSET = timedelta(hours=14), timedelta(hours=-12)


def first_moment(on: date) -> datetime:
    """When the first reader on earth has seven in the morning of a day."""
    return datetime.combine(on, HOUR, tzinfo=UTC) - FIRST_OFFSET


def last_moment(on: date) -> datetime:
    """When the last one has."""
    return datetime.combine(on, HOUR, tzinfo=UTC) - LAST_OFFSET


def moment_in(zone: str, on: date) -> datetime:
    """Seven in the morning of a day in a time zone; in that of the house where the zone is none."""
    known = zone if zone in _zones() else settings.TIME_ZONE
    return datetime.combine(on, HOUR, tzinfo=ZoneInfo(known)).astimezone(UTC)


def zones_to_come(on: date, now: datetime) -> list[str]:
    """The time zones in which it is not yet seven in the morning of that day; "" where that is so at the house."""
    if now >= last_moment(on):
        return []
    zones = [zone for zone, at in _moments(on) if at > now]
    return [*zones, ""] if moment_in("", on) > now else zones


def day_of_letter(now: datetime, weekday: int, *, ahead: timedelta, late: timedelta) -> date | None:
    """The day of that weekday (0 is Monday) whose letter is so near, or may still go so late; None where none is."""
    near = (now.date() + timedelta(days=n) for n in range(-3, 4))
    days = (day for day in near if day.weekday() == weekday)
    return next((day for day in days if first_moment(day) - ahead <= now < last_moment(day) + late), None)


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


@lru_cache(maxsize=8)
def _moments(on: date) -> tuple[tuple[str, datetime], ...]:
    return tuple((zone, moment_in(zone, on)) for zone in sorted(_zones()))
