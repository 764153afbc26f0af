"""What may be told of what members drew, by arithmetic alone: no row is asked.

What is told of one thing stays as it was told until five people or more have come, gone or said another number since;
then it moves only as far as no single one of them could have moved it. So whoever lays two pictures side by side, and
knows who drew in each, learns of nobody who drew or redrew alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from commonplace.lib.spread import FEWEST, Middle, in_fives, middle_half, moved, otherwise

# What somebody said, by their key.
Numbers = Mapping[int, int]


@dataclass(frozen=True)
class Before:
    """What was last told anew, and the numbers it was worked out of, where these are still known."""

    middle: Middle
    said: Numbers


@dataclass(frozen=True)
class Told:
    """What is told now; no middle where it is withheld. `is_new` where it was worked out anew."""

    middle: Middle | None
    is_new: bool


def told(said: Numbers, before: Before | None) -> Told:
    """What may be told of one thing."""
    if len(said) < FEWEST:
        return Told(None, is_new=False)
    if before is None:
        return Told(middle_half(said.values()), is_new=True)
    if before.said and otherwise(before.said, said) < FEWEST:
        return Told(before.middle, is_new=False)
    return Told(moved(before.middle, list(said.values())), is_new=True)


@dataclass(frozen=True)
class Drawn:
    """How many drew, at least; 0 where it is not told because they were fewer than five."""

    people: int
    is_new: bool


def drawn(by: Collection[int], before: Drawn, then: Collection[int]) -> Drawn:
    """So many at least drew, in fives: four less than there were, so that it stays true while up to four come or go."""
    if len(by) < FEWEST:
        return Drawn(0, is_new=False)
    if before.people and then and len(set(by) ^ set(then)) < FEWEST:
        return Drawn(before.people, is_new=False)
    return Drawn(max(FEWEST, in_fives(len(by) - FEWEST + 1)), is_new=True)
