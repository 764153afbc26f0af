"""Moments and what clocks on walls show: a time zone is a law, and laws change.

What people agree on is what the clock on the wall will show ("Tuesday at three in Kraków"); the moment follows from it
by the rules of the day on which it is asked.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones


class NoSuchZone(LookupError):
    """No zone of this name is known to the rules that this house has."""


def zone_named(name: str) -> ZoneInfo:
    """The zone of an IANA name; raises NoSuchZone."""
    # A name is a path to whoever looks it up: what is not in the list is not looked for.
    if name not in zone_names():
        raise NoSuchZone(name)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise NoSuchZone(name) from problem


@cache
def zone_names() -> frozenset[str]:
    """Every name that can be chosen or kept."""
    return frozenset(available_timezones())


def moment(wall: datetime, zone: str) -> datetime:
    """When a clock in `zone` shows `wall`, in UTC; raises NoSuchZone.

    An hour that comes twice is the first of the two, and one that is left out is told by the rules before it, as
    RFC 5545 has it: half past two, where two becomes three, is half past three.
    """
    return wall.replace(tzinfo=zone_named(zone), fold=0).astimezone(UTC)


def wall_at(at: datetime, zone: str) -> datetime:
    """What a clock in `zone` shows at a moment, without its zone; raises NoSuchZone."""
    return at.astimezone(zone_named(zone)).replace(tzinfo=None, fold=0)
