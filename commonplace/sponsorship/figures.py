"""Figures of the community’s worth as they are kept beside a sponsor’s page and in a report: each as it was told, with
how we know, and never summed, cut or counted anew.

What `value` tells to all but stewards rests on five people or more, each number by itself and beside every other. So
that nothing can be taken off anything, nothing is made of these numbers here: a filter leaves some out, a period leaves
out what does not lie wholly within it, and a report keeps them as they stood.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from commonplace.lib.spread import Middle
from commonplace.value.models import Expectation, Indicator, Series
from commonplace.value.queries.reading import Reading, Value

# Of each, the latest number and the one before it.
MOST_VALUES = 2

Row = Mapping[str, Any]


def rows_of(readings: Iterable[Reading]) -> list[Row]:
    """Readings as they are kept, in plain values."""
    return [_row(one) for one in readings]


def _row(one: Reading) -> Row:
    indicator, shown = one.indicator, [value for value in (one.latest, one.before) if value is not None]
    agreed = one.agreed
    return {
        **{name: str(getattr(indicator, name)) for name in INDICATOR},
        "unit": one.unit if indicator.is_by_hand else "",
        "values": [_value(value) for value in shown[:MOST_VALUES]],
        "expected": None
        if agreed is None
        else {"words": agreed.words, "with": agreed.agreed_with, "on": agreed.agreed_on.isoformat()},
    }


INDICATOR = ("name", "cycle", "horizon", "whose", "source", "measure", "question")


def _value(value: Value) -> Row:
    return {
        "since": value.since.isoformat(),
        "until": value.until.isoformat(),
        "unit": value.unit,
        "series": value.series,
        "amount": None if value.amount is None else str(value.amount),
        "middle": [value.middle.low, value.middle.high] if value.middle else None,
        "people": value.people,
        "is_withheld": value.is_withheld,
    }


def readings_of(rows: Sequence[Row]) -> list[Reading]:
    """The same as pages tell it, in the reader’s language; no query."""
    return [_reading(row) for row in rows]


def _reading(row: Row) -> Reading:
    indicator = Indicator(**{name: row[name] for name in INDICATOR})
    agreed = row["expected"]
    expected = (
        [Expectation(words=agreed["words"], agreed_with=agreed["with"], agreed_on=date.fromisoformat(agreed["on"]))]
        if agreed
        else []
    )
    series = [Series(unit=row["unit"])] if row["unit"] else []
    return Reading(indicator, [_told(value) for value in row["values"]], expected, series)


def _told(row: Row) -> Value:
    return Value(
        date.fromisoformat(row["since"]),
        date.fromisoformat(row["until"]),
        row["unit"],
        row["series"],
        amount=None if row["amount"] is None else Decimal(row["amount"]),
        middle=Middle(*row["middle"]) if row["middle"] else None,
        people=row["people"],
        is_withheld=row["is_withheld"],
    )


def of_horizon(readings: Iterable[Reading], horizon: str) -> list[Reading]:
    """Those of the short or of the long term; all of them for ""."""
    return [one for one in readings if not horizon or one.indicator.horizon == horizon]
