"""Where the dots of the rings stand: at random within their ring, clear of each other and of the words."""

from __future__ import annotations

import math
import random  # nosemgrep: guessable  # places dots
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from commonplace.ui.charts import CENTRE, RING_RADII, WORD_BASELINES, Gate

# Distances from dot to dot, in the picture's own units: the widest that has room for all. Below the last, dots would
# be too small to tell apart.
SPACINGS = (34.0, 26.0, 18.0, 15.0, 12.0, 10.0, 8.0)
# What is drawn at the widest spacings: a dot, the ring of someone who came closer, and half its stroke.
DOT, NEW, STROKE = 4.5, 5.5, 1.25
# The words are largest, in these units, where the picture is smallest (on a telephone).
FONT, LETTER = 27.0, 0.6
GATE_LEFT, GATE_WIDTH, GATE_HEIGHT = 240.0, 120.0, 26.0

Spot = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A part of the picture that dots keep out of."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, x: float, y: float, reach: float) -> bool:
        """Whether something that reaches so far around a spot would touch it."""
        return self.left - reach < x < self.right + reach and self.top - reach < y < self.bottom + reach


@dataclass(frozen=True)
class Strewn:
    """A spot for every dot of each ring, and the size of all dots (1 where there is room enough)."""

    spots: Mapping[str, Sequence[Spot]]
    size: float


def boxes(words: Mapping[str, str], gates: Sequence[Gate] = ()) -> list[Box]:
    """What the words of the rings and the movements between them cover."""
    halves = {ring: len(word) * FONT * LETTER / 2 for ring, word in words.items()}
    return [
        Box(CENTRE - half, WORD_BASELINES[ring] - 0.8 * FONT, CENTRE + half, WORD_BASELINES[ring] + 0.25 * FONT)
        for ring, half in halves.items()
    ] + [Box(GATE_LEFT, gate.top, GATE_LEFT + GATE_WIDTH, gate.top + GATE_HEIGHT) for gate in gates]


def strew(numbers: Mapping[str, int], keep_out: Sequence[Box]) -> Strewn | None:
    """So many dots in each ring, always the same for the same numbers; None where they would not fit."""
    for spacing in SPACINGS:
        size = min(1.0, (spacing / 2 - STROKE - 0.25) / NEW)
        reach = size * NEW + STROKE
        room = _room(spacing, reach, tuple(keep_out))
        if all(number <= len(room[ring]) for ring, number in numbers.items()):
            spots = {ring: _chosen(ring, room[ring], number, spacing, reach) for ring, number in numbers.items()}
            return Strewn(spots, size)
    return None


# The same room is looked for each time that somebody opens the picture, until a movement is told otherwise.
@lru_cache(maxsize=100)
def _room(spacing: float, reach: float, keep_out: tuple[Box, ...]) -> Mapping[str, Sequence[Spot]]:
    """The spots of a honeycomb, by the ring in which each lies whole, with its sway, clear of lines and words."""
    room: dict[str, list[Spot]] = {ring: [] for ring in RING_RADII}
    clear = reach + _sway(spacing, reach) + 1
    inner = 0.0
    for ring, outer in RING_RADII.items():
        for x, y in _honeycomb(spacing, outer):
            far = math.hypot(x, y)
            in_ring = (far >= inner + clear or not inner) and far <= outer - clear
            if in_ring and not any(box.touches(CENTRE + x, CENTRE + y, clear) for box in keep_out):
                room[ring].append((CENTRE + x, CENTRE + y))
        inner = outer
    return room


def _honeycomb(spacing: float, radius: float) -> Iterator[Spot]:
    """Spots around the middle, each as far from its six neighbours."""
    rise = spacing * math.sqrt(3) / 2
    for row in range(-int(radius / rise), int(radius / rise) + 1):
        shift = spacing / 2 if row % 2 else 0.0
        for column in range(-int(radius / spacing) - 1, int(radius / spacing) + 2):
            yield column * spacing + shift, row * rise


def _sway(spacing: float, reach: float) -> float:
    """How far a dot may leave its spot without touching a neighbour that does the same."""
    return max(0.0, spacing / 2 - reach - 0.25)


def _chosen(ring: str, room: Sequence[Spot], number: int, spacing: float, reach: float) -> list[Spot]:
    chance = random.Random(f"{ring} {number}")  # nosec B311  # places dots, keeps no secret
    sway = _sway(spacing, reach)
    spots = []
    for x, y in chance.sample(room, number):
        turn, far = chance.uniform(0, 2 * math.pi), chance.uniform(0, sway)
        spots.append((round(x + far * math.cos(turn), 1), round(y + far * math.sin(turn), 1)))
    return spots
