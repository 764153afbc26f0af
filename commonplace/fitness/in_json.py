"""What everyone in a community may see of a round, as the command line prints it."""

from __future__ import annotations

from typing import Any

from commonplace.fitness.queries import Reading, Told


def as_json(told: Told) -> dict[str, Any]:
    """What everyone in the community may see, as programs are told it."""
    closed = told.round
    return {
        "round": closed.number,
        "instrument": closed.instrument,
        "until": closed.until.isoformat(),
        "is_closed": closed.closed_at is not None,
        "circles": [str(one) for one in told.circles],
        "items": [
            {
                "code": row.item.code,
                "words": str(row.item.words),
                "circles": {str(one.circle): _cell_as_json(one) for one in row.readings},
                "difference": row.difference,
                "comments": [{"words": one.words, "circle": one.circle or None} for one in row.comments],
            }
            for row in told.rows
        ]
        if closed.closed_at
        else [],
        "decisions": [one.words for one in closed.decisions.order_by("at", "pk")],
    }


def _cell_as_json(one: Reading) -> dict[str, Any] | None:
    """Nothing where it is withheld."""
    if one.middle is None:
        return None
    return {"from": one.middle.low, "to": one.middle.high, "people_at_least": one.people, "trend": one.trend}
