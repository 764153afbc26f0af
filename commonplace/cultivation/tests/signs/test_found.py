"""The other signs: one person, a boundary, a wave, too much; each with numbers worked by hand."""

from commonplace.cultivation.signs.found import closed_boundary, one_person, overload, unanswered_wave
from commonplace.cultivation.tests.signs.conftest import Row, answers, life


def test_half_of_all_care_by_one_where_five_were_seen() -> None:
    others: list[Row] = [(person, 3, "reply", 999) for person in (2, 3, 4, 5) for _ in range(3)]
    alone: list[Row] = [(1, 2, "reply", 999)] * 12
    assert one_person(life(*others, *alone), 0) == {"weeks": 26, "of_one": 12, "of_all": 24, "people": 5}
    assert one_person(life(*others, *alone[1:]), 0) is None


def test_two_who_talk_with_each_other_are_no_sign() -> None:
    assert one_person(life(*[(1, 2, "reply", 2)] * 30, *[(2, 2, "reply", 1)] * 5), 0) is None


def test_few_deeds_say_nothing_of_one_person() -> None:
    seen: list[Row] = [(person, 1, "seen", -1) for person in range(2, 9)]
    assert one_person(life(*[(1, 2, "reply", 2)] * 19, *seen), 0) is None


def across(crossing: bool) -> list[Row]:
    """Six people of one unit and six of another, who answer each other within, and once across."""
    within: list[Row] = [
        (person, 2, "reply", other)
        for unit in (range(1, 7), range(11, 17))
        for person in unit
        for other in unit
        if person != other
    ]
    return [*within, *([(1, 2, "reply", 11)] if crossing else [])]


UNITS = {**dict.fromkeys(range(1, 7), 0), **dict.fromkeys(range(11, 17), 1)}


def test_two_units_of_which_nobody_answers_the_other() -> None:
    # 30 pairs within each: of 60 each unit has half on both sides, so 15 would go each way.
    told = {"weeks": 26, "units": [0, 1], "people": [6, 6], "expected": 30.0}
    assert closed_boundary(life(*across(False), units=UNITS), 0) == told
    assert closed_boundary(life(*across(True), units=UNITS), 0) is None


def test_units_of_fewer_than_five_are_never_spoken_of() -> None:
    small = {person: unit for person, unit in UNITS.items() if person not in (15, 16)}
    assert closed_boundary(life(*across(False), units=small), 0) is None


def wave(newcomers: int, answered: int) -> list[Row]:
    came: list[Row] = [(100 + number, 3, "seen", -1) for number in range(newcomers)]
    return [*answers(range(3), range(200)), *came, *[(1, 2, "reply", 100 + number) for number in range(answered)]]


def test_newcomers_most_of_whom_nobody_answered() -> None:
    assert unanswered_wave(life(*wave(6, 2)), 0) == {"weeks": 8, "came": 6, "unanswered": 4, "usual": 0.0}
    assert unanswered_wave(life(*wave(6, 3)), 0) is None
    assert unanswered_wave(life(*wave(4, 0)), 0) is None


def test_who_came_within_the_week_may_still_be_answered() -> None:
    assert (
        unanswered_wave(life(*answers(range(3), range(200)), *[(100 + n, 0, "seen", -1) for n in range(9)]), 0) is None
    )


def test_as_many_as_always_come_are_no_wave() -> None:
    always: list[Row] = [(1000 + week, week, "seen", -1) for week in range(200)]
    assert unanswered_wave(life(*always), 0) is None


def test_two_full_weeks_of_four_are_too_much() -> None:
    usual: list[Row] = [(1, week, "seen", -1) for week in range(60) for _ in range(5)]
    full: list[Row] = [(2, week, "seen", -1) for week in (0, 2) for _ in range(20)]
    assert overload(life(*usual, *full), 0) == {"weeks": 2, "most": 25, "usual": 5.0}
    assert overload(life(*usual, *full[1:]), 0) is None
    assert overload(life(*usual, *full, years=0.5), 0) is None
