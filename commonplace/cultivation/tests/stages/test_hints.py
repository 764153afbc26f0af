"""Hints at a stage: each by one rule with its numbers, and several at once, as communities are."""

from dataclasses import replace

import pytest

from commonplace.cultivation.stages.hints import Facts, Hint, Stage, hints
from commonplace.cultivation.stages.said import REASONS, WORDS, reason

QUIET = Facts(
    age_weeks=60,
    core=0,
    core_then=0,
    seen=0,
    seen_before=None,
    newcomers=0,
    hours_to_first_reply=None,
    signs=frozenset(),
)


def codes(facts: Facts) -> list[str]:
    return [hint.code for hint in hints(facts)]


def test_nothing_hints_at_anything_where_nothing_is_known() -> None:
    assert hints(QUIET) == []


def test_a_few_in_their_first_half_year_are_a_potential() -> None:
    assert hints(replace(QUIET, age_weeks=25, core=3, seen=14)) == [
        Hint(Stage.POTENTIAL, "few_yet", {"core": 3, "seen": 14})
    ]
    for more in ({"age_weeks": 26}, {"core": 4}, {"seen": 15}):
        assert codes(replace(QUIET, **{"age_weeks": 25, "core": 3, "seen": 14} | more)) == []


def test_a_core_that_answers_within_a_day_coalesces() -> None:
    assert codes(replace(QUIET, core=4, hours_to_first_reply=24.0)) == ["core_answers"]
    for other in ({"core": 3}, {"hours_to_first_reply": 24.1}, {"age_weeks": 78}):
        assert codes(replace(QUIET, **{"core": 4, "hours_to_first_reply": 24.0} | other)) == []


def test_a_quarter_more_people_with_newcomers_among_them_mature() -> None:
    assert codes(replace(QUIET, seen=25, seen_before=20, newcomers=5)) == ["grows", "steady"]
    assert codes(replace(QUIET, seen=40, seen_before=20, newcomers=5)) == ["grows"]
    assert codes(replace(QUIET, seen=40, seen_before=20, newcomers=4)) == []
    assert codes(replace(QUIET, seen=8, seen_before=4, newcomers=6)) == []


def test_as_many_as_a_year_ago_or_the_same_core_is_stewardship() -> None:
    assert codes(replace(QUIET, seen=15, seen_before=20)) == ["steady"]
    assert codes(replace(QUIET, seen=14, seen_before=20)) == []
    assert codes(replace(QUIET, core=6, core_then=3, age_weeks=200)) == ["same_core"]
    assert codes(replace(QUIET, core=6, core_then=2, age_weeks=200)) == []


def test_a_dying_core_hints_at_transformation() -> None:
    assert hints(replace(QUIET, signs=frozenset({"dying_core"})))[0].stage is Stage.TRANSFORMATION


@pytest.mark.parametrize("stage", list(Stage))
def test_each_stage_has_its_words(stage: Stage) -> None:
    assert (len(WORDS[stage].others), bool(WORDS[stage].tension)) == (3, True)


def test_each_hint_has_a_reason_with_its_numbers() -> None:
    said = hints(
        replace(QUIET, core=6, core_then=3, seen=25, seen_before=20, newcomers=5, signs=frozenset({"dying_core"}))
    )
    told = [reason(hint) for hint in said]
    assert told == [
        "25 people were seen in ninety days, 20 a year before; 5 of them came within half a year.",
        "25 people were seen in ninety days, about as many as a year before (20).",
        "Of 6 people in the core 3 were in it a year and a half ago.",
        "Its core is thinning out, more than chance and the time of the year would have it.",
    ]
    assert {hint.code for hint in said} < set(REASONS)
