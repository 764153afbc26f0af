"""The life of a community as signs read it: who gave something to others, week by week, counted back from a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from commonplace.cultivation.arrays import FAR_APART, Ints, Mask, numbered
from commonplace.cultivation.participation import Deeds, days_since_epoch

YEAR, HALF = 52, 26
# A year that is read, three before it to compare with, and three in which a sign may have begun.
SPAN = 7 * YEAR
# More weeks ago than anything is.
NEVER = 1_000_000


@dataclass(frozen=True, eq=False)
class Life:
    """Deeds up to the day `on`, at least of the last seven years where there are as many, in the order of days.

    Weeks are blocks of seven days counted back from `on`: 0 is the week that ends with it. `began_on` is the day of
    the first deed of all by which somebody was seen; `gave_before` is that of the last one by which somebody gave
    something before the deeds begin. `unit` is, for each deed, the number of the unit that its person names, -1 for
    none, `unit_towards` that of whom it went to.
    """

    on: date
    deeds: Deeds
    began_on: date
    unit: Ints
    unit_towards: Ints
    gave_before: date | None = None

    @cached_property
    def age(self) -> int:
        """Whole weeks since the first deed."""
        return max(0, (self.on - self.began_on).days // 7)

    def rows(self, ago: int, weeks: int = 1) -> slice:
        """Where the deeds stand of so many weeks, up to one that was so many weeks ago."""
        return slice(int(self._begins[min(ago + weeks, SPAN)]), int(self._begins[min(ago, SPAN)]))

    @cached_property
    def _begins(self) -> Ints:
        """Where the deeds stand that are later than each week: of the one before the present first."""
        last = days_since_epoch(self.on) - 7 * np.arange(SPAN + 1)
        return np.searchsorted(self.deeds.day, last, side="right")

    @cached_property
    def who(self) -> tuple[int, Ints, Ints]:
        """How many numbers people have, and the number of each deed's person and of whom it went to; -1 is nobody.

        Ids are numbers as they are where they do not lie far apart. What is kept by number has a place more: nobody's.
        """
        columns = (self.deeds.person, self.deeds.towards)
        most = max((int(column.max()) for column in columns if column.size), default=-1)
        if most < FAR_APART * (2 * self.deeds.person.size + FAR_APART):
            return most + 1, *columns
        people, place = numbered(*(column[column >= 0] for column in columns))
        person, towards = (np.where(column >= 0, place(np.maximum(column, 0)), -1) for column in columns)
        return people.size, person, towards

    @cached_property
    def somebody(self) -> Mask:
        """Which deeds were done by somebody who is known."""
        return self.deeds.person >= 0

    @cached_property
    def is_seen(self) -> Mask:
        """Which deeds were done by somebody who is known, and seen by that."""
        return self.deeds.is_seen & self.somebody

    @cached_property
    def does_give(self) -> Mask:
        """Which deeds are those of somebody who answered another person, or tended something."""
        deeds = self.deeds
        answers = deeds.is_reply & (deeds.towards >= 0) & (deeds.towards != deeds.person)
        gives: Mask = (answers | deeds.is_stewarding) & self.somebody
        return gives

    @property
    def gives(self) -> Ints:
        """Rows of such deeds, up to the day that is read."""
        return np.flatnonzero(self.does_give[: self.rows(0).stop])

    @cached_property
    def has_units(self) -> bool:
        """Whether anybody here names a unit."""
        return bool((self.unit >= 0).any())

    @cached_property
    def unit_of(self) -> Ints:
        """The unit of each person, by their number, -1 for none."""
        people, person, towards = self.who
        of = np.full(people + 1, -1)
        of[person], of[towards] = self.unit, self.unit_towards
        of[-1] = -1
        return of

    @cached_property
    def _giving(self) -> tuple[Ints, Mapping[int, Ints]]:
        people, person, _towards = self.who
        given, within = (
            np.zeros(SPAN, dtype=np.int64),
            {weeks: np.zeros(SPAN, dtype=np.int64) for weeks in (HALF, YEAR)},
        )
        # In which week, counted back, each person gave something, as of the one that is looked at: the latest.
        last = np.full(people + 1, NEVER)
        for ago in reversed(range(min(SPAN, self.age + 1))):
            rows = self.rows(ago)
            last[person[rows][self.does_give[rows]]] = ago
            given[ago] = np.count_nonzero(last == ago)
            for weeks, people_in in within.items():
                people_in[ago] = np.count_nonzero(last < ago + weeks)
        return given, within

    @property
    def given(self) -> Ints:
        """How many people gave something in each week, the latest first."""
        return self._giving[0]

    @property
    def people(self) -> Mapping[int, Ints]:
        """How many people gave something within half a year, and within a year, as of each week."""
        return self._giving[1]

    @cached_property
    def came(self) -> Ints:
        """How many weeks ago each person was seen first, by their number; -1 where they were not."""
        people, person, _towards = self.who
        return self._first(people, person, self.is_seen)

    @cached_property
    def answered(self) -> Ints:
        """How many weeks ago somebody else first did something towards each person, by their number; -1 where nobody
        did.
        """
        people, _person, towards = self.who
        return self._first(people, towards, self.somebody & (self.deeds.person != self.deeds.towards))

    def _first(self, people: int, person: Ints, which: Mask) -> Ints:
        first = np.full(people + 1, -1)
        weeks = [(ago, self.rows(ago)) for ago in range(SPAN)]
        # What is written last stays, and that is the first time.
        for ago, rows in [*weeks, (SPAN, slice(0, weeks[-1][1].start))]:
            first[person[rows][which[rows]]] = ago
        first[-1] = -1
        return first

    @cached_property
    def seen(self) -> Ints:
        """Deeds by which somebody or something was seen in each week, the latest first."""
        return np.array([np.count_nonzero(self.deeds.is_seen[self.rows(ago)]) for ago in range(SPAN)])

    def day(self, ago: int) -> date:
        """The last day of the week that was so many weeks ago."""
        return self.on - timedelta(weeks=ago)
