"""Where the numbers of a group lie: their middle and how far apart they are, and nobody's place among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

FEWEST = 3


@dataclass(frozen=True)
class Spread:
    """The median, and from where to where they reach, in the unit of the measure."""

    n: int
    middle: Decimal
    least: Decimal
    most: Decimal


def spread(numbers: Sequence[Decimal]) -> Spread | None:
    """The spread of so many numbers, those left out not counted; None under three, of which a middle says nothing."""
    if len(numbers) < FEWEST:
        return None
    return Spread(len(numbers), median(numbers), min(numbers), max(numbers))
