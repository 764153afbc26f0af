"""The shape of a community as everyone here is told it: numbers that stay until five people or more have moved.

Rings that are counted as one looks tell of whoever moved between two looks. So a shape is told once, with its day, and
looked at again once a day: it stays as it was told until at least five people stand elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.cultivation.models import ToldShape
from commonplace.cultivation.movement.flows import FEWEST, least_movers
from commonplace.cultivation.participation import MEMBER_RINGS, WINDOW, Participation, Ring
from commonplace.cultivation.reading import Readings, read
from commonplace.cultivation.small import CENTRE

MODULE = "cultivation"

# Where somebody stands and stood a quarter ago, and whether they are a newcomer, came in within the window, are a name
# of an archive, and were answered and have not written there since.
Fact = tuple[str, str, bool, bool, bool, bool]


@dataclass(frozen=True)
class Shape:
    """All that is told of people's places: how many stand in each ring, came closer and stepped back, and the rest.

    `remembered` of the peripheral are known from an archive only; of those who `came` within the window so many were
    seen (`came_and_seen`); so many are `awaited` (answered, and have not written there since); of `apart` members that
    are told apart so many are `central`. `is_small` where it is to be told in words.
    """

    on: date
    counts: Mapping[Ring, int]
    closer: Mapping[Ring, int]
    back: Mapping[Ring, int]
    newcomers: int = 0
    remembered: int = 0
    absence: int = 0
    came: int = 0
    came_and_seen: int = 0
    awaited: int = 0
    central: int = 0
    apart: int = 0
    is_small: bool = False
    # Whether it may be older than today.
    is_held: bool = False


def of_rings(reading: Participation) -> Shape:
    """The rings of a reading and the movement between them."""
    return Shape(
        on=reading.on,
        counts=reading.counts,
        closer={ring: len(reading.came_closer(ring)) for ring in MEMBER_RINGS},
        back={ring: len(reading.stepped_back(ring)) for ring in MEMBER_RINGS},
        newcomers=reading.newcomers,
        absence=reading.core_absence_factor,
    )


def shape_of(readings: Readings) -> Shape:
    """The shape by the readings of a day."""
    reading, new = readings.participation, _new(readings)
    members = [place for place in readings.told_apart if place.ring in MEMBER_RINGS]
    return Shape(
        **vars(of_rings(reading))
        | {
            "remembered": sum(_is_remembered(readings, person) for person in reading.places),
            "came": len(new),
            "came_and_seen": sum(reading.places[one].deeds > 0 for one in new if one in reading.places),
            "awaited": len(readings.awaited),
            "central": sum(place.ring in CENTRE for place in members),
            "apart": len(members),
            "is_small": readings.is_small,
        }
    )


def shape_for(viewpoint: Viewpoint, readings: Readings) -> Shape:
    """The shape as this viewer is told it: those who tend read today's, for they see who it is; everyone else the one
    that is told. Where none was told yet, this look is the first.
    """
    now = shape_of(readings)
    if viewpoint.is_steward:
        return now
    kept = ToldShape.objects.filter(community=viewpoint.community).first()
    if kept is None:
        kept = ToldShape(community=viewpoint.community, counted=_rows(facts_of(readings)), shape=_as_json(now))
        # Whoever looks first at the same moment is told the same.
        ToldShape.objects.bulk_create([kept], ignore_conflicts=True)
    told = _from_json(kept.shape)
    # Where fewer than ten are told apart today, no number is told of them, whatever it was.
    return Shape(**vars(told) | {"is_small": told.is_small or now.is_small, "apart": min(told.apart, now.apart)})


def tell_shapes(*, now: datetime) -> int:
    """Look again at every shape that was told, and tell those anew of which five people or more stand elsewhere; how
    many.
    """
    kept = ToldShape.objects.select_related("community").order_by("pk")
    return sum(_tell(one, now=now) for one in kept if is_on(one.community, MODULE))


def _tell(kept: ToldShape, *, now: datetime) -> bool:
    readings = read(kept.community, now=now)
    facts = facts_of(readings)
    if not is_otherwise(_from_rows(kept.counted), facts):
        return False
    kept.counted, kept.shape = _rows(facts), _as_json(shape_of(readings))
    kept.save(update_fields=["counted", "shape"])
    return True


def is_otherwise(told: Mapping[Fact, int], now: Mapping[Fact, int]) -> bool:
    """Whether at least five people must have moved to make the one of the other."""
    return least_movers(told, now) >= FEWEST


def facts_of(readings: Readings) -> Counter[Fact]:
    """How many people there are of each kind that a shape could tell apart: whoever changes theirs has moved."""
    reading, new, awaited = readings.participation, set(_new(readings)), set(readings.awaited)
    found: Counter[Fact] = Counter()
    for person in reading.places.keys() | reading.before.keys() | awaited:
        place = reading.places.get(person)
        found[
            place.ring.value if place else "",
            reading.before[person].value if person in reading.before else "",
            bool(place and place.is_newcomer),
            person in new,
            _is_remembered(readings, person),
            person in awaited,
        ] += 1
    return found


def _new(readings: Readings) -> list[int]:
    """Who came in within the window, is here, and can sign in."""
    joined = readings.joined_on.items()
    return [one for one, on in joined if readings.rhythm.on - on < WINDOW and readings.people[one].is_claimed]


def _is_remembered(readings: Readings, person: int) -> bool:
    """Whether somebody is peripheral, and a name of an archive that nobody stands behind."""
    place = readings.participation.places.get(person)
    is_here = person in readings.joined_on and place is not None and place.ring is Ring.PERIPHERAL
    return is_here and not readings.people[person].is_claimed


def _rows(facts: Mapping[Fact, int]) -> list[list[Any]]:
    return sorted([*fact, people] for fact, people in facts.items())


def _from_rows(rows: list[list[Any]]) -> dict[Fact, int]:
    return {(ring, before, *flags): people for ring, before, *flags, people in rows}


def _as_json(shape: Shape) -> dict[str, Any]:
    return asdict(shape) | {"on": shape.on.isoformat()}


def _from_json(kept: dict[str, Any]) -> Shape:
    rings: dict[str, Any] = {
        name: {Ring(ring): people for ring, people in kept[name].items()} for name in ("counts", "closer", "back")
    }
    return Shape(**kept | rings | {"on": date.fromisoformat(kept["on"]), "is_held": True})
