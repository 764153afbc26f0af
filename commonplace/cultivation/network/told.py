"""What everyone inside is told of their network: nothing that rests on fewer than five people, and nothing new that
fewer than five have changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from commonplace.cultivation.network.shape import mixing
from commonplace.cultivation.network.ties import Ints, Mask, Network, Pairs

FEWEST = 5
# Among fewer people than this, or of fewer dots, any picture would point at someone.
TELL_FROM = 10


@dataclass(frozen=True)
class Facts:
    """All that a telling could rest on: who belongs, who may be drawn, and between whom ties are, by ids."""

    belong: frozenset[int]
    drawn: frozenset[int]
    ties: frozenset[tuple[int, int]]


def facts_of(network: Network, belongs: Mask, drawn: Iterable[int]) -> Facts:
    """The facts of a network, of whose people some belong."""
    one, other = network.people[network.ties.one].tolist(), network.people[network.ties.other].tolist()
    return Facts(frozenset(network.people[belongs].tolist()), frozenset(drawn), frozenset(zip(one, other, strict=True)))


def least_movers(before: Facts, after: Facts, *, enough: int = FEWEST) -> int:
    """The fewest people who, by coming, going or tying themselves otherwise, could have made the one of the other.

    A lower bound, and never more than `enough`: whoever came or went, and of the other ties that differ as many as have
    nobody in common (a matching, which no fewer people can cover).
    """
    moved = set(before.belong ^ after.belong) | set(before.drawn ^ after.drawn)
    number, done = len(moved), set(moved)
    for one, other in sorted(before.ties ^ after.ties):
        if number >= enough:
            return enough
        if one not in done and other not in done:
            number += 1
            done |= {one, other}
    return min(number, enough)


@dataclass(frozen=True)
class Circle:
    """People who keep to each other: how many, ties among them, and ties from them to others."""

    people: int
    within: int
    beyond: int


def circles(network: Network, group: Ints) -> tuple[list[Circle], Circle | None, Ints]:
    """The groups of five people or more, the largest first; all others in one, of five or more too; and for each of
    `network.people` the number of their circle, -1 for the others.

    Where fewer than five are left over, the smallest group joins them: they could be reckoned from the whole.
    """
    sizes = np.bincount(group, minlength=1)
    large = np.flatnonzero(sizes >= FEWEST).tolist()
    while large and 0 < network.people.size - sizes[large].sum() < FEWEST:
        large.pop()
    number = np.full(sizes.size, -1, dtype=np.int64)
    number[large] = np.arange(len(large))
    of = number[group]
    ends = of[network.ties.one], of[network.ties.other]
    told = [_circle(of, ends, at) for at in range(len(large))]
    rest = _circle(of, ends, -1)
    return told, rest if rest.people else None, of


def _circle(of: Ints, ends: tuple[Ints, Ints], at: int) -> Circle:
    one, other = ends[0] == at, ends[1] == at
    return Circle(
        int(np.count_nonzero(of == at)), int(np.count_nonzero(one & other)), int(np.count_nonzero(one ^ other))
    )


def few_or(number: int, of: int) -> int | None:
    """A number of people among so many, or None where it, or what it leaves, is of fewer than five."""
    return number if number >= FEWEST and (of - number >= FEWEST or of == number) else None


def across(ties: Pairs, said: Ints) -> tuple[int, int] | None:
    """Of a hundred ties, how many lead across what people said, and how many would if it made no difference; None where
    it rests on fewer than five people.
    """
    known = (said[ties.one] >= 0) & (said[ties.other] >= 0)
    mixed = mixing(ties, said)
    if mixed is None or np.unique([ties.one[known], ties.other[known]]).size < FEWEST:
        return None
    return round(100 * mixed.across), round(100 * mixed.expected)
