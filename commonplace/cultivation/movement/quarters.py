"""Quarters of a year, and the last whole week of each, at whose end it is read where people stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from commonplace.lib.weeks import monday_of

MONTHS, QUARTERS = 3, 4
A_DAY, A_WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a year, of which only those are told that are over: two never share a day."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def first(self) -> date:
        return date(self.year, MONTHS * self.number - 2, 1)

    @property
    def last(self) -> date:
        return self.after.first - A_DAY

    @property
    def before(self) -> Quarter:
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, QUARTERS)

    @property
    def after(self) -> Quarter:
        return Quarter(self.year, self.number + 1) if self.number < QUARTERS else Quarter(self.year + 1, 1)

    @property
    def last_week(self) -> date:
        """The Monday of the last week that ends within it."""
        return monday_of(self.last + A_DAY) - A_WEEK


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month - 1) // MONTHS + 1)
