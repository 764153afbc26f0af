"""The movement of one community over a quarter of the year, from its ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from commonplace.communities.models import Community
from commonplace.cultivation.movement.flows import Flow, Place, flows, told
from commonplace.cultivation.participation import Ring
from commonplace.cultivation.reading import Readings, read

MONTHS, QUARTERS = 3, 4


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a year, of which only those are told that are over: two never share a day."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def first(self) -> date:
        return date(self.year, MONTHS * self.number - 2, 1)

    @property
    def last(self) -> date:
        return self.after.first - timedelta(days=1)

    @property
    def before(self) -> Quarter:
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, QUARTERS)

    @property
    def after(self) -> Quarter:
        return Quarter(self.year, self.number + 1) if self.number < QUARTERS else Quarter(self.year + 1, 1)


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month - 1) // MONTHS + 1)


@dataclass(frozen=True)
class Movement:
    """What may be told of a quarter: flows, and whether the community is too small for any."""

    quarter: Quarter
    flows: Mapping[Flow, int]
    is_small: bool


def movement_of(community: Community, quarter: Quarter) -> Movement:
    """How people moved between the end of the quarter before and the end of this one; six queries."""
    before, after = (read(community, now=_end(one)) for one in (quarter.before, quarter))
    is_small = before.is_small and after.is_small
    return Movement(quarter, {} if is_small else told(flows(_places(before), _places(after))), is_small)


def _end(quarter: Quarter) -> datetime:
    return datetime.combine(quarter.last, time.max, tzinfo=UTC)


def _places(readings: Readings) -> dict[int, Place]:
    """Where those stand who are told apart; who is seen and is no member is outside."""
    return {
        one.person_id: Place.FOLLOWING if one.person_id in readings.following else Place(one.ring.value)
        for one in readings.told_apart
        if one.ring is not Ring.TRANSACTIONAL
    }
