"""The network of one week after another, each from the last: what has faded, and what was done since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from commonplace.cultivation.arrays import by_day, numbered
from commonplace.cultivation.network.shape import cut_number
from commonplace.cultivation.network.ties import Floats, Ints, Mask, Pairs, Together, Towards, faded, holds, met

# What weighs less than this is let go: it takes a thank-you a year and more to fade so far.
LET_GO = 0.01
# The first day that is reckoned with: what happened before 1970 is no deed of a community's.
NEVER = -1
# Two people in one number: the places of so many bits each.
A_PERSON = 31


@dataclass(frozen=True)
class Week:
    """What is counted of one week: people with a tie, ties between them, and people without whom others are parted."""

    on: int
    tied: int
    ties: int
    cut_people: int

    @property
    def day(self) -> date:
        """The day at whose end it was so."""
        return date(1970, 1, 1) + timedelta(days=self.on)


def counted(people: Ints, on: int, ties: Pairs) -> Week:
    """The counts of the ties of a day."""
    tied = np.zeros(people.size, dtype=np.bool_)
    tied[ties.one] = tied[ties.other] = True
    return Week(on, int(np.count_nonzero(tied)), len(ties), cut_number(ties, people.size))


def by_week(towards: Towards, together: Together, ons: Sequence[int]) -> Iterator[tuple[Ints, int, Pairs]]:
    """The people there ever were, and the ties at the end of each of these days, which follow each other."""
    single = _of_one_day(together)
    once = met(Together(*(column[single] for column in vars(together).values())))
    apart = (towards.person >= 0) & (towards.other >= 0) & (towards.person != towards.other)
    one = np.concatenate([towards.person[apart], once.one])
    other = np.concatenate([towards.other[apart], once.other])
    day = np.concatenate([towards.day[apart], once.day])
    weight = np.concatenate([towards.weight[apart], once.weight])
    people, place = numbered(one, other, together.person[together.person >= 0])
    key = _key(place(one), place(other))
    order = by_day(day)
    key, day, weight = key[order], day[order], weight[order]
    rest = Together(*(column[~single] for column in vars(together).values()))
    kept, stands, last = key[:0], weight[:0], NEVER
    for on in ons:
        first, end = np.searchsorted(day, [last, on], side="right")
        kept, stands = _grown(
            kept,
            stands * faded(np.array(last), on=on),
            key[first:end],
            weight[first:end] * faded(day[first:end], on=on),
        )
        stays = stands >= LET_GO
        kept, stands, last = kept[stays], stands[stays], on
        all_keys, all_stand = kept, stands
        if rest.person.size:
            done = rest.day <= on
            now = met(Together(*(column[done] for column in vars(rest).values())))
            again = _key(place(now.one), place(now.other))
            all_keys, all_stand = _grown(kept, stands, again, now.weight * faded(now.day, on=on))
        there = holds(all_stand)
        both = all_keys[there]
        yield people, on, Pairs(both >> A_PERSON, both & (1 << A_PERSON) - 1, all_stand[there])


def _key(one: Ints, other: Ints) -> Ints:
    """Two places as one number, whichever way."""
    return (np.minimum(one, other) << A_PERSON) | np.maximum(one, other)


def _of_one_day(together: Together) -> Mask:
    """Deeds in what happened on one day, such as a gathering: nothing is added to it later."""
    if not together.thing.size:
        return together.thing.astype(np.bool_)
    _things, place = numbered(together.thing)
    of = place(together.thing)
    least = np.full(of.max() + 1, np.iinfo(np.int64).max)
    most = np.full(of.max() + 1, np.iinfo(np.int64).min)
    np.minimum.at(least, of, together.day)
    np.maximum.at(most, of, together.day)
    single: Mask = (least == most)[of]
    return single


def _grown(keys: Ints, weights: Floats, more: Ints, by: Floats) -> tuple[Ints, Floats]:
    """Sorted keys with what weighs on each, once more was laid upon some and others have come."""
    new, at = np.unique(more, return_inverse=True)
    added = np.bincount(at, weights=by, minlength=new.size)
    place = np.searchsorted(keys, new)
    known = place < keys.size
    known[known] = keys[place[known]] == new[known]
    weights = weights.copy()
    weights[place[known]] += added[known]
    return np.insert(keys, place[~known], new[~known]), np.insert(weights, place[~known], added[~known])
