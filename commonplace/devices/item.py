"""One file of a calendar, and the mark by which a device knows it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from hashlib import blake2b

from commonplace.lib.calendars import writing
from commonplace.lib.calendars.events import Event
from commonplace.lib.calendars.zones import written as zone_written


@dataclass(frozen=True)
class Item:
    """One gathering, or a series with its dates that are otherwise: all that a calendar knows by one UID."""

    name: str
    events: tuple[Event, ...]
    year: int  # up to some years after it the rules of zones are written out

    @cached_property
    def mark(self) -> bytes:
        """Changes exactly when its bytes do, and is told without writing them, which takes eighty times as long."""
        told = [repr(self.events)]
        told += [_zone_mark(*one) for one in writing.zones_told(self.events, year=self.year)]
        return blake2b("\0".join(told).encode("utf-8", "surrogatepass"), digest_size=12).digest()

    @property
    def etag(self) -> str:
        return f'"{self.mark.hex()}"'

    @property
    def changed_at(self) -> datetime:
        """When any of it was changed last."""
        return max(
            (one.changed_at for one in self.events if one.changed_at), default=datetime(self.year, 1, 1, tzinfo=UTC)
        )

    @cached_property
    def written(self) -> bytes:
        """As programs read it."""
        return writing.as_bytes(self.events, stamp=datetime(self.year, 1, 1, tzinfo=UTC))


@lru_cache(maxsize=256)
def _zone_mark(name: str, first: int, last: int) -> str:
    told: bytes = zone_written(name, first, last).to_ical()
    return blake2b(told, digest_size=12).hexdigest()
