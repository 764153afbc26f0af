"""Flows between rings: counted from two days, and told so that no subtraction points at fewer than five."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from commonplace.cultivation.movement.flows import FEWEST, Flow, Place, flows, told
from commonplace.cultivation.movement.picture import picture
from commonplace.cultivation.movement.reading import Quarter, quarter_of

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
