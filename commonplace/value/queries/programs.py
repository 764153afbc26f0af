"""What each indicator says, as programs are told it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from commonplace.undertakings.figures import written
from commonplace.value.queries.reading import Reading, Value


def as_json(readings: Sequence[Reading]) -> list[dict[str, Any]]:
    """The same as programs are told it; documented in docs/readings.md."""
    return [
        {
            "name": one.indicator.name,
            "cycle": one.indicator.cycle,
            "horizon": one.indicator.horizon,
            "whose": one.indicator.whose,
            "source": one.indicator.source,
            "measure": one.indicator.measure or None,
            "how": one.how,
            "expected": [
                {"words": agreed.words, "agreed_with": agreed.agreed_with, "agreed_on": agreed.agreed_on.isoformat()}
                for agreed in one.expected
            ],
            "values": [_value_as_json(value) for value in one.values],
        }
        for one in readings
    ]


def _value_as_json(value: Value) -> Mapping[str, Any]:
    return {
        "from": value.since.isoformat(),
        "to": value.until.isoformat(),
        "unit": value.unit,
        "series": value.series,
        "amount": written(value.amount) if value.amount is not None else None,
        "middle": [value.middle.low, value.middle.high] if value.middle else None,
        "people_at_least": value.people or None,
        "is_withheld": value.is_withheld,
    }
