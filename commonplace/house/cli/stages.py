"""The stage of a community as programs and a terminal are told it; docs/readings.md defines every hint."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from commonplace.cultivation.stages.reading import Stages
from commonplace.cultivation.stages.said import WORDS, reason


def stages_as_json(stages: Stages) -> dict[str, Any]:
    """The stage that is set, its tension, what others did in it, and hints in the order of the stages."""
    said = WORDS[stages.stage]
    return {
        "on": stages.on.isoformat(),
        "stage": stages.stage.value,
        "tension": str(said.tension),
        "others": [str(one) for one in said.others],
        "hints": [
            {"stage": hint.stage.value, "code": hint.code, "numbers": hint.numbers, "reason": reason(hint)}
            for hint in stages.hints
        ],
    }


def stages_in_words(stages: Stages) -> Iterator[str]:
    """The stage that is set, and a line for each hint."""
    yield f"  set to {stages.stage.value}: {WORDS[stages.stage].tension}"
    for hint in stages.hints:
        yield f"  {hint.stage.value:<16}{reason(hint)}"
