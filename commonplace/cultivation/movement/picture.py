"""Flows as a picture: bands from where people stood to where they stand, as wide as they are many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from commonplace.cultivation.movement.flows import Flow, Place
from commonplace.cultivation.participation import Ring
from commonplace.cultivation.pictures import NAMES as RINGS

NAMES: Mapping[Place, str | Promise] = {
    **{Place(ring.value): name for ring, name in RINGS.items() if ring is not Ring.TRANSACTIONAL},
    Place.FOLLOWING: gettext_lazy("Follow only"),
    Place.OUTSIDE: gettext_lazy("Not here"),
}
# Of the picture, in its own units: how far the bands run, and how much lies between two places.
WIDTH, LEFT, RIGHT, GAP, HEIGHT = 390, 110, 280, 14, 260


@dataclass(frozen=True)
class Band:
    """People who went the same way, as an outline."""

    outline: str
    is_still: bool


@dataclass(frozen=True)
class Label:
    """What a place is called, beside its bands."""

    words: str
    y: float


@dataclass(frozen=True)
class Row:
    """The same in a table."""

    origin: str
    to: str
    people: int


@dataclass(frozen=True)
class Picture:
    """Everything `cultivation/movement.html` draws and tells."""

    bands: Sequence[Band]
    before: Sequence[Label]
    after: Sequence[Label]
    rows: Sequence[Row]


def picture(flows: Mapping[Flow, int]) -> Picture:
    """Bands in the order of the places, from the middle outward, on one scale."""
    order = sorted(flows, key=lambda flow: [list(Place).index(place) for place in flow])
    places = [sorted({flow[side] for flow in flows}, key=list(Place).index) for side in (0, 1)]
    unit = (HEIGHT - GAP * max(map(len, places), default=0)) / max(1, sum(flows.values()))
    tops: list[dict[Place, float]] = [{}, {}]
    labels: list[list[Label]] = [[], []]
    for side in (0, 1):
        y = GAP / 2
        for place in places[side]:
            height = unit * sum(people for flow, people in flows.items() if flow[side] is place)
            tops[side][place] = y
            labels[side].append(Label(str(NAMES[place]), round(y + height / 2, 1)))
            y += height + GAP
    bands = []
    for flow in order:
        wide = unit * flows[flow]
        left, right = tops[0][flow[0]], tops[1][flow[1]]
        tops[0][flow[0]] += wide
        tops[1][flow[1]] += wide
        bands.append(Band(_outline(left, right, wide), flow[0] is flow[1]))
    rows = [Row(str(NAMES[flow[0]]), str(NAMES[flow[1]]), flows[flow]) for flow in order]
    return Picture(bands, labels[0], labels[1], rows)


def _outline(left: float, right: float, wide: float) -> str:
    """A band along its upper edge and back along the lower."""
    middle = (LEFT + RIGHT) / 2
    over = f"M{LEFT} {left:.1f}C{middle:g} {left:.1f} {middle:g} {right:.1f} {RIGHT} {right:.1f}"
    low, high = left + wide, right + wide
    return f"{over}V{high:.1f}C{middle:g} {high:.1f} {middle:g} {low:.1f} {LEFT} {low:.1f}Z"
