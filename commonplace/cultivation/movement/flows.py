"""Flows between rings: what is told of them rests on five people or more, also for whoever subtracts."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Mapping

FEWEST = 5


class Place(enum.StrEnum):
    """Where somebody stood at the end of a quarter, from the middle outward; who follows only chose so."""

    CORE = "core"
    ACTIVE = "active"
    OCCASIONAL = "occasional"
    PERIPHERAL = "peripheral"
    FOLLOWING = "following"
    OUTSIDE = "outside"


Flow = tuple[Place, Place]


def flows(before: Mapping[int, Place], after: Mapping[int, Place]) -> Counter[Flow]:
    """How many people went from which place to which; who is missing on a side was outside."""
    people = before.keys() | after.keys()
    went = Counter((before.get(one, Place.OUTSIDE), after.get(one, Place.OUTSIDE)) for one in people)
    del went[Place.OUTSIDE, Place.OUTSIDE]
    return went


def told(went: Mapping[Flow, int]) -> dict[Flow, int]:
    """The flows that may be told: none under five, and none by which a reader who knows how many stood in a place
    before or after could work out what was left out, unless that is five or more as well.
    """
    shown = {flow: people for flow, people in went.items() if people >= FEWEST}
    while (flow := _gives_away(went, shown)) is not None:
        del shown[flow]
    return shown


def _gives_away(went: Mapping[Flow, int], shown: Mapping[Flow, int]) -> Flow | None:
    """The smallest flow told of a place of which so few people are left out that they could be told by subtracting."""
    for side in (0, 1):
        for place in Place:
            hidden = sum(people for flow, people in went.items() if flow[side] is place and flow not in shown)
            beside = [(people, flow) for flow, people in shown.items() if flow[side] is place]
            if 0 < hidden < FEWEST and beside:
                return min(beside)[1]
    return None
