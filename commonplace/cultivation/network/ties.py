"""Ties: what people did towards each other and together, each deed weighing half after sixty days.

Weights follow the order of care that the field notes propose for deeds (working a case 7, writing 6, answering 4,
attending 3, a thank-you 1). What several do together is spread over them, after Newman, *Scientific collaboration
networks* (Physical Review E 64, 2001): whoever shares a table of five meets each of the others, in a full hall few.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from commonplace.cultivation.arrays import distinct

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

HALF_LIFE = 60
# A tie is there while its weight is this: an answer holds for half a year, a thank-you for two months.
HOLDS = 0.5
# After ten half-lives a deed weighs a thousandth.
WINDOW = 10 * HALF_LIFE
# So many others each gets the whole weight of what was done together; of more, all share as much.
AT_A_TABLE = 4
# Who was in a hall with more people than this has met nobody by that.
MOST_TOGETHER = 100


@dataclass(frozen=True)
class Pairs:
    """Distinct pairs of places in a list of people, sorted, with the weight of each."""

    one: Ints
    other: Ints
    weight: Floats

    def __len__(self) -> int:
        return self.one.size

    def where(self, chosen: Mask) -> Pairs:
        """Those of them that are chosen."""
        return Pairs(self.one[chosen], self.other[chosen], self.weight[chosen])


@dataclass(frozen=True)
class Network:
    """The network of a community on one day.

    `people` are ids, sorted: who belongs, and who has a tie to them. `arcs` go from who did something to whom it was
    done; `ties` hold between two, the one that stands first in `people` first, whichever way, or together.
    """

    people: Ints
    arcs: Pairs
    ties: Pairs

    @property
    def degree(self) -> Ints:
        """With how many others each of `people` has a tie."""
        return np.bincount(np.concatenate([self.ties.one, self.ties.other]), minlength=self.people.size)


@dataclass(frozen=True)
class Towards:
    """Deeds towards someone as columns: who, whom, the day (since 1970) and what kind of deed weighs."""

    person: Ints
    other: Ints
    day: Ints
    weight: Floats


@dataclass(frozen=True)
class Together:
    """Deeds in something that several do, as columns: who, in which thing (a number for each), the day, its weight."""

    person: Ints
    thing: Ints
    day: Ints
    weight: Floats


def holds(weight: Floats) -> Mask:
    """Which ties are there; a weight that was reckoned in steps may end a hair below."""
    return weight >= HOLDS * (1 - 1e-9)


def faded(day: Ints, *, on: int) -> Floats:
    """What is left on a day of the weight of something that happened on each of these."""
    return np.exp2((day - on) / HALF_LIFE)


def read(towards: Towards, together: Together, members: Ints, *, on: int) -> Network:
    """The network at the end of the day `on`: `members` belong, with a tie or without; later deeds are not yet done."""
    one, other, weight = (towards.person, towards.other, towards.weight * faded(towards.day, on=on))
    done = (towards.day <= on) & (one >= 0) & (other >= 0) & (one != other)
    one, other, weight = one[done], other[done], weight[done]
    there = together.day <= on
    shared = met(Together(*(column[there] for column in vars(together).values())))
    people = distinct(np.concatenate([one, other, shared.one, shared.other, members]))
    arcs = summed(np.searchsorted(people, one), np.searchsorted(people, other), weight, people.size)
    both = Pairs(
        np.searchsorted(people, shared.one),
        np.searchsorted(people, shared.other),
        shared.weight * faded(shared.day, on=on),
    )
    return held(people, arcs, both, members)


def held(people: Ints, arcs: Pairs, together: Pairs, members: Ints) -> Network:
    """The network of what still holds; people without a tie are in it who belong."""
    least, most = np.minimum(arcs.one, arcs.other), np.maximum(arcs.one, arcs.other)
    ties = summed(
        np.concatenate([least, together.one]),
        np.concatenate([most, together.other]),
        np.concatenate([arcs.weight, together.weight]),
        people.size,
    )
    ties, arcs = ties.where(holds(ties.weight)), arcs.where(holds(arcs.weight))
    stays = np.isin(people, members)
    stays[ties.one] = stays[ties.other] = True
    place = np.cumsum(stays) - 1
    return Network(
        people[stays],
        Pairs(place[arcs.one], place[arcs.other], arcs.weight),
        Pairs(place[ties.one], place[ties.other], ties.weight),
    )


def summed(one: Ints, other: Ints, weight: Floats, people: int) -> Pairs:
    """Each pair once, with all of its weight."""
    key, at = np.unique(one * max(people, 1) + other, return_inverse=True)
    return Pairs(key // max(people, 1), key % max(people, 1), np.bincount(at, weights=weight, minlength=key.size))


@dataclass(frozen=True)
class Met:
    """Two who did something in one thing, by their ids: the day from which it fades, and what it weighed then."""

    one: Ints
    other: Ints
    day: Ints
    weight: Floats


def met(deeds: Together) -> Met:
    """Everyone with everyone in each thing, from the day on which the first of two did something there last."""
    done = deeds.person >= 0
    # Each person once in each thing, by the last of their deeds there.
    order = np.lexsort((deeds.day[done], deeds.person[done], deeds.thing[done]))
    person, thing, day, weight = (
        column[done][order] for column in (deeds.person, deeds.thing, deeds.day, deeds.weight)
    )
    last = np.append((person[1:] != person[:-1]) | (thing[1:] != thing[:-1]), np.ones(min(1, person.size), np.bool_))
    person, thing, day, weight = person[last], thing[last], day[last], weight[last]
    _things, first, size = np.unique(thing, return_index=True, return_counts=True)
    ones, others, weights = [first[:0]], [first[:0]], [weight[:0]]
    for number in np.unique(size[(size > 1) & (size <= MOST_TOGETHER)]):
        rows = first[size == number][:, None] + np.arange(number)
        i, j = np.triu_indices(number, 1)
        one, other = rows[:, i].ravel(), rows[:, j].ravel()
        ones.append(one)
        others.append(other)
        weights.append(np.minimum(weight[one], weight[other]) * min(1.0, AT_A_TABLE / (number - 1)))
    one, other = np.concatenate(ones), np.concatenate(others)
    return Met(person[one], person[other], np.minimum(day[one], day[other]), np.concatenate(weights))
