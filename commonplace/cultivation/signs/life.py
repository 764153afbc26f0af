"""The life of a community as signs read it: who gave something to others, week by week, counted back from a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from commonplace.cultivation.participation import Deeds, Ints, days_since_epoch

YEAR, HALF = 52, 26
# A year that is read, three before it to compare with, and three in which a sign may have begun.
SPAN = 7 * YEAR


@dataclass(frozen=True, eq=False)
class Life:
    """Deeds up to the day `on`, at least of the last seven years where there are as many.

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
    def ago(self) -> Ints:
        """How many weeks ago each deed was."""
        return (days_since_epoch(self.on) - self.deeds.day) // 7

    @cached_property
    def age(self) -> int:
        """Whole weeks since the first deed."""
        return max(0, (self.on - self.began_on).days // 7)

    @cached_property
    def gives(self) -> Ints:
        """Rows of deeds by which somebody answered another person, or tended something."""
        deeds = self.deeds
        answers = deeds.is_reply & (deeds.towards >= 0) & (deeds.towards != deeds.person)
        return np.flatnonzero((answers | deeds.is_stewarding) & (deeds.person >= 0) & (self.ago >= 0))

    @cached_property
    def giving(self) -> tuple[Ints, Ints]:
        """Each person and each week in which they gave something, once: persons, and how many weeks ago, by person."""
        rows = self.gives[self.ago[self.gives] < SPAN]
        keys = np.unique(self.deeds.person[rows] * SPAN + self.ago[rows])
        return keys // SPAN, keys % SPAN

    @cached_property
    def given(self) -> Ints:
        """How many people gave something in each week, the latest first."""
        return np.bincount(self.giving[1], minlength=SPAN)

    @cached_property
    def people(self) -> Mapping[int, Ints]:
        """How many people gave something within half a year, and within a year, as of each week."""
        return {weeks: self._people_in(weeks) for weeks in (HALF, YEAR)}

    def _people_in(self, weeks: int) -> Ints:
        """How many people gave something within so many weeks, as of each week: the latest first.

        Of a person who gave in several of these weeks the latest one counts: a week counts from itself back to the
        one after the next later one of the same person.
        """
        person, ago = self.giving
        later = np.concatenate([[-1], ago[:-1]]) if ago.size else ago
        later = np.where(np.concatenate([[True], person[1:] != person[:-1]]), -1, later) if ago.size else later
        first = np.maximum(later, ago - weeks) + 1
        ends = np.zeros(SPAN + 1, dtype=np.int64)
        np.add.at(ends, first, 1)
        np.add.at(ends, ago + 1, -1)
        return np.cumsum(ends)[:SPAN]

    def day(self, ago: int) -> date:
        """The last day of the week that was so many weeks ago."""
        return self.on - timedelta(weeks=ago)
