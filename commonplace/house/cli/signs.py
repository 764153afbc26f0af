"""The signs of a community as programs and a terminal are told them; docs/readings.md defines every number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from commonplace.cultivation.signs.reading import Signs
from commonplace.cultivation.signs.said import sentence


def signs_as_json(signs: Signs) -> list[dict[str, Any]]:
    """Each sign, the gravest first; an empty list where nothing is to be said."""
    return [
        {
            "code": sign.code,
            "since": sign.since.isoformat(),
            "numbers": sign.numbers,
            "sentence": sentence(sign.code, sign.numbers),
        }
        for sign in signs.found
    ]


def signs_in_words(signs: Signs) -> Iterator[str]:
    """A line for each sign, or one that says that there is none."""
    if not signs.found:
        yield "  nothing to be said"
    for sign in signs.found:
        yield f"  {sign.code:<16} since {sign.since.isoformat()}: {sentence(sign.code, sign.numbers)}"
