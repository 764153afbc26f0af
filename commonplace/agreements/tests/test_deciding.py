"""Answers become a decision as the charter says; a passage has no words but those that were decided on it."""

from hypothesis import given
from hypothesis import strategies as st

from commonplace.agreements.deciding import Tally, is_adopted, needed
from commonplace.communities.charter.ways import By, Way, read_way

ways = st.builds(Way, st.sampled_from((By.CONSENT, By.VOTE)), st.integers(1, 40), st.integers(3, 60))
tallies = st.builds(Tally, st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
more = st.integers(0, 40)


@given(ways)
def test_a_way_is_read_as_it_was_written(way: Way) -> None:
    assert read_way(way.written) == way


@given(ways, tallies, more)
def test_nothing_is_adopted_by_fewer_than_have_to_answer(way: Way, tally: Tally, silent: int) -> None:
    members = tally.answered + silent
    if is_adopted(way, tally, members=members):
        assert tally.answered >= min(way.quorum, members) >= 1
        assert tally.yes > 0


@given(ways, tallies, more)
def test_one_objection_is_enough_by_consent(way: Way, tally: Tally, silent: int) -> None:
    members = tally.answered + silent
    if way.is_by_consent and tally.no:
        assert not is_adopted(way, tally, members=members)


@given(ways, tallies, more)
def test_one_more_yes_never_takes_words_out_again(way: Way, tally: Tally, silent: int) -> None:
    members = tally.answered + silent + 1
    one_more = Tally(tally.yes + 1, tally.no, tally.aside)
    assert is_adopted(way, one_more, members=members) >= is_adopted(way, tally, members=members)


@given(ways, tallies, more)
def test_one_more_objection_never_brings_words_in_that_had_enough_answers(way: Way, tally: Tally, silent: int) -> None:
    members = tally.answered + silent + 1
    one_more = Tally(tally.yes, tally.no + 1, tally.aside)
    if tally.answered >= needed(way, members=members):
        assert is_adopted(way, one_more, members=members) <= is_adopted(way, tally, members=members)


def test_a_community_smaller_than_its_quorum_can_still_decide() -> None:
    assert is_adopted(Way(By.CONSENT, quorum=9), Tally(yes=2), members=2)
    assert not is_adopted(Way(By.CONSENT, quorum=9), Tally(yes=2), members=3)


def test_those_who_all_stand_aside_decide_nothing() -> None:
    assert not is_adopted(Way(By.CONSENT, quorum=2), Tally(aside=5), members=5)
    assert not is_adopted(Way(By.VOTE, quorum=2), Tally(aside=5), members=5)
