"""Hints at a stage, each with its reason: stewards set the stage, nothing sets itself.

Stages and their tensions after Wenger, McDermott & Snyder, Cultivating Communities of Practice (2002), chapters 4
and 5. Each rule is defined in `docs/readings.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from commonplace.communities.models import Community

Stage = Community.Stage
Numbers = Mapping[str, int | float]

# In weeks: half a year after which a community is not new any more, and a year and a half after which its core is old.
YOUNG, OLD_CORE = 26, 78
SMALL = 15
A_CORE = 4
A_DAY = 24.0
GREW_TO, STEADY_WITHIN = 1.25, 0.25
FEW = 5


@dataclass(frozen=True)
class Facts:
    """What the readings of a day say: people in the core now and of these a year and a half ago, people seen in a
    quarter and in the same quarter a year ago (None where it is younger), newcomers of half a year, the median hours to
    a first reply, weeks since the first deed, and the signs that are said.
    """

    age_weeks: int
    core: int
    core_then: int
    seen: int
    seen_before: int | None
    newcomers: int
    hours_to_first_reply: float | None
    signs: frozenset[str]


@dataclass(frozen=True)
class Hint:
    """A stage that a community may be in, the rule that says so, and its numbers."""

    stage: Stage
    code: str
    numbers: Numbers


# The stage that each rule hints at, in the order of the stages.
OF_STAGE: Mapping[str, Stage] = {
    "few_yet": Stage.POTENTIAL,
    "core_answers": Stage.COALESCING,
    "grows": Stage.MATURING,
    "steady": Stage.STEWARDSHIP,
    "same_core": Stage.STEWARDSHIP,
    "core_is_dying": Stage.TRANSFORMATION,
}


def hints(facts: Facts) -> list[Hint]:
    """All that hints at a stage, in the order of the stages; they may speak of several, as communities do."""
    said = {code: numbers for code, rule in RULES.items() if (numbers := rule(facts)) is not None}
    return [Hint(stage, code, said[code]) for code, stage in OF_STAGE.items() if code in said]


def _few_yet(facts: Facts) -> Numbers | None:
    if facts.core >= A_CORE or facts.seen >= SMALL or facts.age_weeks >= YOUNG:
        return None
    return {"core": facts.core, "seen": facts.seen}


def _core_answers(facts: Facts) -> Numbers | None:
    hours = facts.hours_to_first_reply
    if facts.core < A_CORE or facts.age_weeks >= OLD_CORE or hours is None or hours > A_DAY:
        return None
    return {"core": facts.core, "hours": round(hours, 1)}


def _grows(facts: Facts) -> Numbers | None:
    before = facts.seen_before
    if before is None or before < FEW or facts.seen < GREW_TO * before or facts.newcomers < FEW:
        return None
    return {"seen": facts.seen, "seen_before": before, "newcomers": facts.newcomers}


def _steady(facts: Facts) -> Numbers | None:
    before = facts.seen_before
    if before is None or before < SMALL or abs(facts.seen - before) > STEADY_WITHIN * before:
        return None
    return {"seen": facts.seen, "seen_before": before}


def _same_core(facts: Facts) -> Numbers | None:
    if facts.core < A_CORE or 2 * facts.core_then < facts.core:
        return None
    return {"core": facts.core, "core_then": facts.core_then}


def _core_is_dying(facts: Facts) -> Numbers | None:
    return {} if "dying_core" in facts.signs else None


RULES: Mapping[str, Callable[[Facts], Numbers | None]] = {
    "few_yet": _few_yet,
    "core_answers": _core_answers,
    "grows": _grows,
    "steady": _steady,
    "same_core": _same_core,
    "core_is_dying": _core_is_dying,
}
