"""Who has coffee with whom, by lot: pairs, and threes where somebody would be left, across units where possible.

Nobody is drawn with somebody whom they `had` before. The same seed over the same people gives the same lots. Whoever is
left had everyone with whom there is still a seat.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from random import Random  # nosemgrep: guessable  # draws lots, keeps no secret

Pair = frozenset[int]


def pairs_in(rows: Iterable[tuple[int, int]]) -> set[Pair]:
    """Everyone with everyone in each thing, of rows of a thing and somebody in it."""
    people: dict[int, list[int]] = {}
    for thing, person in rows:
        people.setdefault(thing, []).append(person)
    return {frozenset(pair) for those in people.values() for pair in combinations(those, 2)}


@dataclass
class Lots:
    """The tables that were drawn, and who is left."""

    tables: list[tuple[int, ...]] = field(default_factory=list)
    left: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class _Hat:
    had: Collection[Pair]
    unit: Mapping[int, str]

    def may(self, one: int, *others: int) -> bool:
        return all(frozenset((one, other)) not in self.had for other in others)

    def is_across(self, one: int, other: int) -> bool:
        return not self.unit.get(one) or self.unit.get(one) != self.unit.get(other)


def draw(people: Iterable[int], *, had: Collection[Pair], unit: Mapping[int, str], seed: str) -> Lots:
    """Draw pairs and threes of these people."""
    hat = _Hat(had, unit)
    order = sorted(set(people))
    Random(seed).shuffle(order)  # nosec B311
    before = Counter(one for pair in had for one in pair)
    sizes = Counter(unit[one] for one in order if unit.get(one))
    # Whoever has the least choice is drawn first.
    order.sort(key=lambda one: (-before[one], -sizes[unit.get(one, "")]))
    lots = _pairs(hat, order)
    _part_and_join(hat, lots)
    _make_threes(hat, lots)
    return lots


def _pairs(hat: _Hat, order: list[int]) -> Lots:
    """Each with the first who is free and new to them, from another unit if there is one; no two who are left are."""
    lots, free = Lots(), dict.fromkeys(order)
    for one in order:
        if one not in free:
            continue
        del free[one]
        other = next((other for other in free if hat.is_across(one, other) and hat.may(one, other)), None)
        if other is None:
            other = next((other for other in free if hat.may(one, other)), None)
        if other is None:
            lots.left.append(one)
        else:
            del free[other]
            lots.tables.append((one, other))
    return lots


def _part_and_join(hat: _Hat, lots: Lots) -> None:
    """Two who are left and had each other sit down with the two of a table, one with each."""
    while (found := _parting(hat, lots)) is not None:
        place, (one, mine), (other, yours) = found
        lots.tables[place : place + 1] = [(one, mine), (other, yours)]
        lots.left = [left for left in lots.left if left not in (one, other)]


def _parting(hat: _Hat, lots: Lots) -> tuple[int, tuple[int, int], tuple[int, int]] | None:
    for place, (mine, yours) in enumerate(lots.tables):
        with_mine = [one for one in lots.left if hat.may(one, mine)]
        with_yours = [one for one in lots.left if hat.may(one, yours)]
        for one in with_mine[:2]:
            for other in with_yours[:2]:
                if one != other:
                    return place, (one, mine), (other, yours)
    return None


def _make_threes(hat: _Hat, lots: Lots) -> None:
    """Whoever is left makes a table of two one of three."""
    for one in list(lots.left):
        fitting = [at for at, table in enumerate(lots.tables) if len(table) == 2 and hat.may(one, *table)]
        if fitting:
            place = max(fitting, key=lambda at: sum(hat.is_across(one, other) for other in lots.tables[at]))
            lots.tables[place] = (*lots.tables[place], one)
            lots.left.remove(one)
