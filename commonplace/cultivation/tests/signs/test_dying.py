"""A dying core: against the community's own years, with what chance and the season would do taken off."""

from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from commonplace.cultivation.signs.found import dying_core, signs
from commonplace.cultivation.signs.life import HALF, Life
from commonplace.cultivation.signs.said import sentence
from commonplace.cultivation.tests.signs.conftest import ON, answers, life


def codes(of: Life) -> list[str]:
    return [sign.code for sign in signs(of)]


def test_what_never_lived_does_not_die() -> None:
    assert signs(life()) == []
    assert signs(life((1, 3, "seen", -1), (1, 200, "seen", -1))) == []


def test_eight_who_became_two_are_said_with_their_numbers() -> None:
    of = life(*answers(range(8), range(26, 312)), *answers(range(2), range(26)))
    # 52 of their weeks where 208 are usual: a quarter, and two people where eight were.
    told = {"weeks": 26, "people": 2, "people_before": 8.0, "given": 52, "given_before": 208.0, "is_more_again": 0}
    assert dying_core(of, 0) == told


def test_where_some_give_again_after_a_silence_the_sentence_says_so() -> None:
    before = answers(range(8), range(40, 312))
    again, fewer = answers(range(3), range(4)), answers(range(2), range(4))
    for lately, is_more in ((again, 1), (fewer, 0), ([*answers(range(3), range(20, 26)), *again], 0)):
        numbers = dying_core(life(*before, *lately), 0)
        assert numbers is not None
        assert numbers["is_more_again"] == is_more
        assert ("more again" in sentence("dying_core", numbers)) is bool(is_more)


def test_it_has_been_so_since_the_first_week_in_which_it_could_be_said() -> None:
    of = life(*answers(range(8), range(26, 312)), *answers(range(2), range(26)))
    (sign,) = [one for one in signs(of) if one.code == "dying_core"]
    # In the week before, one more of eight had answered within the half-year.
    assert (dying_core(of, 1), sign.since) == (None, ON)


def test_a_small_community_that_stays_small_does_not_die() -> None:
    assert "dying_core" not in codes(life(*answers(range(2), range(312))))


def test_five_who_answer_carry_what_eight_did() -> None:
    of = life(*answers(range(8), range(26, 312)), *answers(range(5), range(0, 26, 2)))
    assert dying_core(of, 0) is None


def test_a_community_that_pauses_each_summer_is_not_said_to_die_in_one() -> None:
    # Half of each year nobody answers, and the present half-year is such a one.
    weeks = [week for week in range(312) if week % 52 >= 26]
    of = life(*[row for week in weeks for row in answers(range(6), range(week, week + 1))])
    assert not of.given[:26].any()
    assert dying_core(of, 0) is None


def test_a_fall_that_chance_explains_is_none() -> None:
    # Three answers in a half-year, and one in this: the roots lie 0.7 apart, less than 1.645 times 0.58.
    of = life(*[(1, week, "reply", 2) for week in (53, 60, 70, 105, 112, 120, 157, 160, 170, 4)])
    assert dying_core(of, 0) is None


def test_a_year_without_an_answer_is_over_since_the_year_had_passed() -> None:
    of = life(*answers(range(3), range(130, 131)))
    (sign,) = signs(of)
    assert (sign.code, sign.numbers["people"], sign.since) == ("dying_core", 0, ON - timedelta(weeks=78))


def test_what_ended_before_everything_that_is_read_is_over_too() -> None:
    ended = date(2012, 3, 1)
    nothing = life(years=20)
    of = Life(ON, nothing.deeds, nothing.began_on, nothing.unit, nothing.unit_towards, gave_before=ended)
    assert [(sign.code, sign.since) for sign in signs(of)] == [("dying_core", ended + timedelta(weeks=52))]


def test_a_young_community_is_not_compared_with_what_it_had_no_time_for() -> None:
    of = life(*answers(range(8), range(10, 40)), years=0.8)
    assert signs(of) == []


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 363)), max_size=60), st.integers(0, 300))
def test_people_within_weeks_are_counted_as_one_would_by_hand(rows: list[tuple[int, int]], ago: int) -> None:
    of = life(*[(person, week, "reply", 999) for person, week in rows], years=7)
    assert of.people[HALF][ago] == len({person for person, week in rows if ago <= week < ago + HALF})
    assert of.given.sum() == len(set(rows))


@given(st.integers(0, 11), st.integers(1, 6), st.integers(0, 40))
def test_who_goes_on_as_ever_is_not_dying(seed: int, people: int, every: int) -> None:
    """Whatever the size, and however the weeks fall: what is drawn alike in each year is not said to fall."""
    weeks = range(seed, 312, 1 + every % 13)
    of = life(*[row for week in weeks for row in answers(range(people), range(week, week + 1))])
    assert dying_core(of, 0) is None
    assert np.array_equal(of.given[:312], np.bincount(list(weeks) * people, minlength=312))
