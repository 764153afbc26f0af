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


def told(
    went: Mapping[Flow, int], before: Mapping[Place, int] | None = None, after: Mapping[Place, int] | None = None
) -> dict[Flow, int]:
    """The flows that may be told: none under five, and none by which a reader who knows how many stood in a place
    before or after could work out what was left out, unless that is five or more as well.

    `before` and `after` are how many stood in places by the tellings of the quarters beside this one: where somebody
    went for good since, this one tells no number that differs from those by fewer than five.
    """
    shown = {flow: people for flow, people in went.items() if people >= FEWEST}
    while (flow := _gives_away(went, shown, (before or {}, after or {}))) is not None:
        del shown[flow]
    return shown


def tends(went: Mapping[Flow, int]) -> int:
    """How many more came closer to the middle than stepped back, of those who stood in a ring both times; 0 where it is
    fewer than five.
    """
    rings = list(Place)[: list(Place).index(Place.FOLLOWING)]
    moved = sum(
        people if rings.index(to) < rings.index(origin) else -people
        for (origin, to), people in went.items()
        if origin in rings and to in rings and origin is not to
    )
    return moved if abs(moved) >= FEWEST else 0


def stood(went: Mapping[Flow, int], shown: Mapping[Flow, int], side: int) -> dict[Place, int]:
    """How many stood in places by what is shown, where nothing is left out: on the side 0 before, on 1 after."""
    hidden = {flow[side] for flow in went if flow not in shown}
    people: Counter[Place] = Counter()
    for flow, number in shown.items():
        if flow[side] not in hidden and flow[side] is not Place.OUTSIDE:
            people[flow[side]] += number
    return dict(people)


def least_movers[Where](before: Mapping[Where, int], after: Mapping[Where, int]) -> int:
    """The fewest people who, by standing elsewhere on either day, could have made the one count of the other."""
    changes = [after.get(flow, 0) - before.get(flow, 0) for flow in before.keys() | after.keys()]
    return max(sum(one for one in changes if one > 0), -sum(one for one in changes if one < 0))


def _gives_away(
    went: Mapping[Flow, int], shown: Mapping[Flow, int], beside: tuple[Mapping[Place, int], Mapping[Place, int]]
) -> Flow | None:
    """The smallest flow told of a place of which so few people are left out, or by which so few are more or fewer than
    was told beside it, that they could be told by subtracting.
    """
    for side in (0, 1):
        for place in Place:
            of_place = [(people, flow) for flow, people in shown.items() if flow[side] is place]
            hidden = sum(people for flow, people in went.items() if flow[side] is place and flow not in shown)
            people = sum(number for number, _flow in of_place)
            differs = 0 if hidden else abs(people - beside[side].get(place, people))
            if of_place and (0 < hidden < FEWEST or 0 < differs < FEWEST):
                return min(of_place)[1]
    return None
