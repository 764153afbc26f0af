"""Small groups: people divided so that each group is a mixture, by where they work or by how new they are."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random  # nosemgrep: guessable  # the dice are given

LEAST, MOST = 2, 12


class How(StrEnum):
    """By what people are divided."""

    UNITS = "units"
    NEWCOMERS = "newcomers"
    DRAWN = "drawn"


@dataclass(frozen=True)
class Sitter:
    """Somebody to be put into a group: where they work ("" where nobody knows), and whether they are new here."""

    key: int
    unit: str = ""
    is_new: bool = False


def grouped(people: Sequence[Sitter], *, size: int, how: How, dice: Random) -> list[list[int]]:
    """Divide people into groups of about `size`: everyone once, sizes that differ by one at most, nobody left alone.

    Those of one unit (or newcomers, or the others) are spread so evenly that no two groups differ in them by more than
    one. Fewer than four stay together.
    """
    number = _number(len(people), max(LEAST, min(size, MOST)))
    if not number:
        return []
    drawn = sorted(people, key=lambda one: one.key)
    dice.shuffle(drawn)
    # Dealt like cards, one to each group in turn; those alike follow on one another, and so never meet twice too often.
    order: dict[Hashable, int] = {}
    for one in drawn:
        order.setdefault(_kind(one, how), len(order))
    drawn.sort(key=lambda one: order[_kind(one, how)])
    groups: list[list[int]] = [[] for _ in range(number)]
    for place, one in enumerate(drawn):
        groups[place % number].append(one.key)
    return groups


def _number(people: int, size: int) -> int:
    if people < LEAST:
        return 0
    return max(1, min(-(-people // size), people // LEAST))


def _kind(one: Sitter, how: How) -> Hashable:
    match how:
        case How.UNITS:
            # Whoever named no unit is alike to nobody.
            return one.unit or one.key
        case How.NEWCOMERS:
            return one.is_new
    return 0
