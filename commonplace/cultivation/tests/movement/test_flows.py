"""Flows between rings: counted from two days, and told so that no subtraction points at fewer than five."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from commonplace.cultivation.movement.flows import FEWEST, Flow, Place, flows, least_movers, stood, tends, told
from commonplace.cultivation.movement.picture import picture
from commonplace.cultivation.movement.quarters import Quarter, quarter_of

CORE, ACTIVE, PERIPHERAL, OUTSIDE = Place.CORE, Place.ACTIVE, Place.PERIPHERAL, Place.OUTSIDE
AT = st.dictionaries(st.integers(0, 80), st.sampled_from(list(Place)), max_size=80)


def test_who_is_on_one_side_alone_was_outside_on_the_other() -> None:
    assert flows({1: CORE, 2: ACTIVE}, {1: ACTIVE, 3: PERIPHERAL}) == Counter(
        {(CORE, ACTIVE): 1, (ACTIVE, OUTSIDE): 1, (OUTSIDE, PERIPHERAL): 1}
    )


def test_fewer_than_five_are_not_told() -> None:
    assert told({(CORE, CORE): 5, (ACTIVE, ACTIVE): 4}) == {(CORE, CORE): 5}


def test_what_subtracting_would_tell_is_not_told_either() -> None:
    # Of nine in the core five stayed; the picture of rings says nine, so four would be known to have gone.
    went = {(CORE, CORE): 5, (CORE, ACTIVE): 4, (ACTIVE, ACTIVE): 8, (PERIPHERAL, ACTIVE): 6}
    assert told(went) == {(ACTIVE, ACTIVE): 8}
    # With three more who went elsewhere seven are left out of the core, and no two of them are told apart.
    alike = {(CORE, CORE): 5, (CORE, ACTIVE): 4, (CORE, PERIPHERAL): 3}
    assert told(alike) == {(CORE, CORE): 5}


@given(AT, AT)
def test_nobody_learns_of_fewer_than_five(before: dict[int, Place], after: dict[int, Place]) -> None:
    """The curious reader knows how many stood in each place on both days, and subtracts what is told."""
    went = flows(before, after)
    shown = told(went)
    assert all(went[flow] == people >= FEWEST for flow, people in shown.items())
    for side in (0, 1):
        for place in Place:
            of_place = {flow: people for flow, people in went.items() if flow[side] is place}
            left_out = sum(people for flow, people in of_place.items() if flow not in shown)
            assert left_out == 0 or left_out >= FEWEST or not any(flow in shown for flow in of_place)


@given(AT, AT, st.dictionaries(st.integers(0, 80), st.tuples(*[st.sampled_from(list(Place))] * 2), max_size=4))
def test_up_to_four_who_join_leave_or_move_change_no_telling(
    before: dict[int, Place], after: dict[int, Place], few: dict[int, tuple[Place, Place]]
) -> None:
    went = flows(before, after)
    elsewhere = {one: at[0] for one, at in few.items()}, {one: at[1] for one, at in few.items()}
    assert least_movers(went, flows(before | elsewhere[0], after | elsewhere[1])) <= len(few) < FEWEST


@given(AT, AT, AT, st.sets(st.integers(0, 80), max_size=4))
def test_two_quarters_told_one_after_another_tell_of_nobody_who_went_for_good_meanwhile(
    first: dict[int, Place], second: dict[int, Place], third: dict[int, Place], gone: set[int]
) -> None:
    """Who was erased between two tellings: the reader subtracts how many stood in a place by the one and the other."""
    went = flows(first, second)
    until = stood(went, told(went), 1)
    left = [{one: place for one, place in at.items() if one not in gone} for at in (second, third)]
    then = flows(*left)
    since = stood(then, told(then, before=until), 0)
    assert all(abs(since[place] - until[place]) not in range(1, FEWEST) for place in since.keys() & until.keys())


def test_who_stood_in_a_place_is_known_where_nothing_is_left_out() -> None:
    went = {(CORE, CORE): 6, (CORE, ACTIVE): 5, (ACTIVE, ACTIVE): 7, (ACTIVE, PERIPHERAL): 5, (OUTSIDE, ACTIVE): 9}
    assert stood(went, went, 0) == {CORE: 11, ACTIVE: 12}
    del (shown := dict(went))[ACTIVE, PERIPHERAL]
    assert stood(went, shown, 0) == {CORE: 11}
    # Twelve by the quarter before, eleven now: who that was is not to be told.
    assert (CORE, ACTIVE) not in told(went, before={CORE: 12})
    assert told(went, before={CORE: 11, ACTIVE: 17}) == went


def test_which_way_more_went_is_said_from_five_on() -> None:
    went = {(ACTIVE, CORE): 7, (CORE, PERIPHERAL): 2, (OUTSIDE, ACTIVE): 9, (Place.FOLLOWING, ACTIVE): 9}
    assert (tends(went), tends({**went, (ACTIVE, PERIPHERAL): 1})) == (5, 0)
    assert tends({(CORE, PERIPHERAL): 6, (CORE, CORE): 9}) == -6


@given(AT, AT)
def test_the_picture_says_what_the_table_says(before: dict[int, Place], after: dict[int, Place]) -> None:
    shown: dict[Flow, int] = told(flows(before, after))
    drawn = picture(shown)
    assert sorted(row.people for row in drawn.rows) == sorted(shown.values())
    assert len(drawn.bands) == len(drawn.rows)
    assert len(drawn.before) == len({flow[0] for flow in shown})


def test_quarters_never_share_a_day() -> None:
    third = quarter_of(date(2026, 9, 30))
    assert (third, str(third), third.after, Quarter(2026, 1).before) == (
        Quarter(2026, 3), "2026-3", Quarter(2026, 4), Quarter(2025, 4),
    )  # fmt: skip
    assert (third.first, third.last) == (date(2026, 7, 1), date(2026, 9, 30))
    assert (Quarter(2026, 4).last, Quarter(2024, 1).last) == (date(2026, 12, 31), date(2024, 3, 31))
