"""Signs, each told by a fixed rule that compares a community with itself; `docs/readings.md` defines every number.

No rule takes a threshold from other communities but two: five people, under which few carry what many did, and one
in twenty, by which a fall is more than chance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from commonplace.cultivation.arrays import Ints, distinct
from commonplace.cultivation.signs.life import HALF, YEAR, Life

Numbers = Mapping[str, int | float | list[int] | list[str]]

FEW = 5
# A sign that lasts longer is said to have begun so long ago.
LONGEST = 3 * YEAR
PAUSE = 4
# In weeks; and so many people are more than a pair.
QUARTER, SOME = 13, 3
YEARS_BEFORE = (1, 2, 3)
FELL_TO, FELL_FAR_TO = 1 / 2, 1 / 4
# One-sided: one in twenty, one in a hundred.
BY_CHANCE, HARDLY_BY_CHANCE = -1.645, -2.326
CARE_OF_ONE, NEWCOMERS_WEEKS = 20, 8
OVERLOADED_BY, OVERLOADED_OF = 20, 4
EXPECTED_ACROSS = 5.0


@dataclass(frozen=True)
class Sign:
    """What is to be said: its code, since which day it has been so, and the numbers it rests on."""

    code: str
    since: date
    numbers: Numbers


def signs(life: Life) -> list[Sign]:
    """All that is to be said of a community, gravest first; empty where nothing is."""
    found = [_since(code, life, told) for code, told in TOLD.items()]
    return [sign for sign in found if sign is not None]


def _since(code: str, life: Life, told: Callable[[Life, int], Numbers | None]) -> Sign | None:
    """A sign as of today, with the day of the first of the weeks in which it could have been said; where it could not
    be said for four weeks at most, it is still the same.
    """
    numbers = told(life, 0)
    if numbers is None:
        return None
    ago, week = 0, 1
    while week < min(LONGEST, life.age) and week - ago <= PAUSE:
        if told(life, week) is not None:
            ago = week
        week += 1
    return Sign(code, _over_since(life) if ago == LONGEST - 1 and _is_over(life, ago) else life.day(ago), numbers)


def _over_since(life: Life) -> date:
    """The day on which a year had passed since somebody last gave something, however long ago that is."""
    given = np.flatnonzero(life.given)
    last = life.day(int(given[0])) if given.size else life.gave_before or life.began_on
    return last + timedelta(weeks=YEAR)


def dying_core(life: Life, ago: int) -> Numbers | None:
    """Few answer and tend where more did, more than chance and the time of the year would have it.

    Either nobody has given anything for a year; or in the last half-year or year fewer than five people did, and in
    less than half of the weeks of theirs that are usual at this time of the year; or in less than a quarter of them,
    however many people it still is.
    """
    if _is_over(life, ago):
        return {"weeks": YEAR, "people": 0, "given": 0}
    for weeks in (HALF, YEAR):
        fall = _fall(life, ago, weeks)
        if fall is not None:
            return fall
    return None


def _is_over(life: Life, ago: int) -> bool:
    """Whether a whole year has passed in which nobody gave anything, and somebody did before."""
    return (
        life.age >= ago + YEAR
        and not life.given[ago : ago + YEAR].any()
        and (life.gave_before is not None or bool(life.given[ago + YEAR :].any()))
    )


def _fall(life: Life, ago: int, weeks: int) -> Numbers | None:
    """How far giving fell within the last `weeks`, against the same weeks of up to three years before."""
    starts = [ago + YEAR * years for years in YEARS_BEFORE if ago + YEAR * years + weeks <= life.age]
    if not starts:
        return None
    given = int(life.given[ago : ago + weeks].sum())
    usual = float(np.mean([life.given[start : start + weeks].sum() for start in starts]))
    people = life.people[weeks]
    # The root of a count spreads by a half whatever the count is (Anscombe 1948), and by more where weeks come in
    # bursts.
    spread = np.sqrt(_burstiness(life, ago) * (1 + 1 / len(starts))) / 2
    by_chance = (np.sqrt(given + 3 / 8) - np.sqrt(usual + 3 / 8)) / spread
    is_few = people[ago] < FEW and given <= usual * FELL_TO and by_chance <= BY_CHANCE
    if not is_few and not (given <= usual * FELL_FAR_TO and by_chance <= HARDLY_BY_CHANCE):
        return None
    before = float(np.mean([people[start] for start in starts]))
    return {
        "weeks": weeks,
        "people": int(people[ago]),
        "people_before": round(before, 1),
        "given": given,
        "given_before": round(usual, 1),
        "is_more_again": int(_is_more_again(life, ago)),
    }


def _is_more_again(life: Life, ago: int) -> bool:
    """Whether in the last quarter three people or more gave something, and more than in the quarter before it."""
    lately, before = (int(life.given[since : since + QUARTER].sum()) for since in (ago, ago + QUARTER))
    rows, (_people, person, _towards) = life.rows(ago, QUARTER), life.who
    return lately > before and np.unique(person[rows][life.does_give[rows]]).size >= SOME


def _burstiness(life: Life, ago: int) -> float:
    """Variance over mean of what is given in four weeks, at least 1, over the four years before a week.

    Half the mean square of successive differences is taken for the variance (von Neumann 1941): a trend is no burst.
    """
    weeks = life.given[ago : min(ago + 4 * YEAR, life.age)]
    months = weeks[: weeks.size // 4 * 4].reshape(-1, 4).sum(axis=1)
    if months.size < 3 or not months.any():
        return 1.0
    return max(1.0, float(np.mean(np.diff(months) ** 2) / 2 / np.mean(months)))


def one_person(life: Life, ago: int) -> Numbers | None:
    """Half or more of all answering and tending of half a year by one person, where five people or more were seen."""
    rows, (people, person, _towards) = life.rows(ago, HALF), life.who
    gave = person[rows][life.does_give[rows]]
    if gave.size < CARE_OF_ONE:
        return None
    most = int(np.bincount(gave).max())
    here = life.is_seen[rows]
    seen = np.count_nonzero(np.bincount(person[rows][here], minlength=people))
    if 2 * most < gave.size or seen < FEW:
        return None
    return {"weeks": HALF, "of_one": most, "of_all": int(gave.size), "people": int(seen)}


def closed_boundary(life: Life, ago: int) -> Numbers | None:
    """Two units of five people or more who took part in half a year, none of whom answered anyone of the other, where
    five pairs or more would have done so had people answered whoever wrote.
    """
    if not life.has_units:
        return None
    rows, (everyone, person, towards) = life.rows(ago, HALF), life.who
    person, towards, known = person[rows], towards[rows], life.somebody[rows]
    here = np.zeros(everyone + 1, dtype=np.bool_)
    here[person[life.is_seen[rows]]] = True
    people = life.unit_of[here & (life.unit_of >= 0)]
    large = [int(unit) for unit, size in zip(*np.unique(people, return_counts=True), strict=True) if size >= FEW]
    if len(large) < 2:
        return None
    answers = known & life.deeds.is_reply[rows] & (towards >= 0) & (towards != person)
    pairs = distinct(person[answers] * everyone + towards[answers])
    # The place of each person's unit among the large ones, -1 for the others and for none.
    place = np.full(int(life.unit_of.max()) + 2, -1)
    place[large] = np.arange(len(large))
    from_unit, to_unit = (place[life.unit_of[ends]] for ends in (pairs // everyone, pairs % everyone))
    is_among = (from_unit >= 0) & (to_unit >= 0)
    if not is_among.any():
        return None
    one, other, expected = _furthest_apart(from_unit[is_among], to_unit[is_among], len(large))
    if expected < EXPECTED_ACROSS:
        return None
    sizes = [int((people == large[unit]).sum()) for unit in (one, other)]
    return {"weeks": HALF, "units": [large[one], large[other]], "people": sizes, "expected": round(expected, 1)}


def _furthest_apart(one: Ints, other: Ints, units: int) -> tuple[int, int, float]:
    """The two of so many units that have no pair in common and of which most would be expected, and how many; pairs
    lead from a unit to another. Row by row, for all at once would be a table of all units by all.
    """
    outward, inward = (np.bincount(ends, minlength=units).astype(np.float64) for ends in (one, other))
    has_some = np.zeros((units, units), dtype=np.bool_)
    has_some[np.minimum(one, other), np.maximum(one, other)] = True
    found = (0, 0, 0.0)
    for unit in range(units - 1):
        rest = slice(unit + 1, None)
        expected = outward[unit] * inward[rest] / one.size + outward[rest] * inward[unit] / one.size
        expected[has_some[unit, rest]] = 0
        most = int(expected.argmax())
        if expected[most] > found[2]:
            found = (unit, unit + 1 + most, float(expected[most]))
    return found


def unanswered_wave(life: Life, ago: int) -> Numbers | None:
    """Five newcomers or more within eight weeks, twice as many as usual, more than half of whom nobody answered.

    A newcomer is who was seen for the first time, a week ago or longer; to welcome, thank or answer is to answer.
    """
    came = life.came
    if not (came >= ago).any():
        return None
    since = came[came > ago] - ago - 1
    new = np.flatnonzero((came > ago) & (came <= ago + NEWCOMERS_WEEKS))
    earlier = np.bincount(since[since >= NEWCOMERS_WEEKS] // NEWCOMERS_WEEKS, minlength=7)[1:7]
    usual = float(np.median(earlier))
    if new.size < max(FEW, 2 * usual):
        return None
    unanswered = int(np.count_nonzero(life.answered[new] < ago))
    if 2 * unanswered <= new.size:
        return None
    return {"weeks": NEWCOMERS_WEEKS, "came": int(new.size), "unanswered": unanswered, "usual": usual}


def overload(life: Life, ago: int) -> Numbers | None:
    """Two of the last four weeks with more than twice the deeds of the median of the half-year before, and at least
    twenty more.
    """
    first = ago + OVERLOADED_OF
    weeks = life.seen[ago : first + HALF]
    usual = float(np.median(weeks[OVERLOADED_OF:]))
    full = weeks[:OVERLOADED_OF]
    over = (full > 2 * usual) & (full >= usual + OVERLOADED_BY)
    # A community needs a half-year to have a measure of its own.
    if life.age < first + HALF or over.sum() < 2:
        return None
    return {"weeks": int(over.sum()), "most": int(full.max()), "usual": usual}


# Gravest first, and by their codes as programs read them.
TOLD: Mapping[str, Callable[[Life, int], Numbers | None]] = {
    "dying_core": dying_core,
    "one_person": one_person,
    "closed_boundary": closed_boundary,
    "unanswered_wave": unanswered_wave,
    "overload": overload,
}
