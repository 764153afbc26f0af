"""The movement of one community over a quarter of the year, as it is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonplace.communities.models import Community
from commonplace.cultivation.models import Stood, ToldQuarter
from commonplace.cultivation.movement.flows import Flow, Place, tends
from commonplace.cultivation.movement.quarters import Quarter


@dataclass(frozen=True)
class Movement:
    """What is told of a quarter: flows, whether more came closer or stepped back, whether the community was too small
    for any, and whether it was read at all.
    """

    quarter: Quarter
    flows: Mapping[Flow, int]
    is_small: bool
    is_read: bool
    is_closer: bool = False
    is_further: bool = False


def movement_of(community: Community, quarter: Quarter) -> Movement:
    """How people moved between the ends of the quarter before and of this one, as it was kept; one query."""
    told = ToldQuarter.objects.filter(community=community, year=quarter.year, number=quarter.number).first()
    if told is None:
        return Movement(quarter, {}, is_small=False, is_read=False)
    way = 0 if told.is_small else tends(as_flows(told.counted))
    return Movement(quarter, as_flows(told.flows), told.is_small, is_read=True, is_closer=way > 0, is_further=way < 0)


def as_flows(rows: Iterable[Sequence[Any]]) -> dict[Flow, int]:
    """Flows as they are kept."""
    return {(Place(origin), Place(to)): people for origin, to, people in rows}


def standing_now(community: Community) -> dict[int, Place]:
    """Where people stood at the end of the last week that was read; one query."""
    rows = Stood.objects.filter(community=community).order_by("monday").values_list("person_id", "place")
    return {one: Place(place) for one, place in rows}


def as_rows(flows: Mapping[Flow, int]) -> list[list[str | int]]:
    """Flows to keep, in one order."""
    return sorted([origin.value, to.value, people] for (origin, to), people in flows.items())
