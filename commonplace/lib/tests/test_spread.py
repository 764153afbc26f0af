"""The middle half, by hand and by what always holds."""

from hypothesis import given
from hypothesis import strategies as st

from commonplace.lib.spread import FEWEST, Middle, held, in_fives, middle_half, moved, otherwise, wants

SAID = st.lists(st.none() | st.integers(0, 5), max_size=40)


def test_by_hand() -> None:
    assert middle_half([0, 1, 2, 3, 4]) == Middle(1, 3)
    assert middle_half([5, 5, 5, 5, 0, None]) == Middle(5, 5)
    assert middle_half([0, 1, 2, 3, None, None]) is None
    assert middle_half([0, 0, 1, 1, 2, 2, 3, 3]) == Middle(0, 3)


@given(SAID)
def test_at_least_half_lie_within_and_few_tell_nothing(said: list[int | None]) -> None:
    numbers = [one for one in said if one is not None]
    middle = middle_half(said)
    assert (middle is None) is (len(numbers) < FEWEST)
    if middle is not None:
        assert middle.low <= middle.high
        assert 2 * sum(middle.low <= one <= middle.high for one in numbers) >= len(numbers)


@given(SAID, SAID)
def test_more_and_less_are_opposites(one: list[int | None], other: list[int | None]) -> None:
    here, there = middle_half(one), middle_half(other)
    assert wants(here, there) == -wants(there, here)


def test_half_a_step_is_no_wish() -> None:
    assert wants(Middle(2, 3), Middle(3, 3)) == 0
    assert wants(Middle(2, 3), Middle(3, 4)) == 1
    assert wants(Middle(3, 3), None) == 0


def test_what_many_say_otherwise_moves_what_is_told() -> None:
    assert moved(Middle(4, 5), [1, 1, 2, 2, 2, 2]) == Middle(2, 2)
    assert moved(Middle(1, 2), [4, 4, 4, 5, 5]) == Middle(4, 4)
    assert moved(Middle(2, 4), [1, 2, 3, 4, 5]) == Middle(2, 4)


def test_who_came_went_and_says_another_number_is_counted() -> None:
    assert otherwise({1: 3, 2: 3, 3: 3}, {1: 3, 2: 4, 4: 3}) == 3
    assert [in_fives(n) for n in (0, 4, 5, 9, 10)] == [0, 0, 5, 5, 10]


MANY = st.lists(st.integers(1, 5), min_size=5, max_size=30)
CHANGES = st.lists(st.tuples(st.integers(0, 29), st.integers(1, 5)), max_size=40)


@given(MANY, CHANGES)
def test_whoever_watches_one_change_after_another_sees_an_end_move_once_several_have(
    numbers: list[int], changes: list[tuple[int, int]]
) -> None:
    """A curious reader is there at each time, and knows that since the last one person alone said another number."""
    told = middle_half(numbers)
    assert told is not None
    enough = min(FEWEST, -(-len(numbers) // 4) - 1)
    then = {"low": numbers, "high": numbers}
    for who, number in changes:
        numbers = [*numbers]
        numbers[who % len(numbers)] = number
        before, told = told, held(told, numbers)
        assert told.low <= told.high
        for end, known in then.items():
            if getattr(told, end) != getattr(before, end):
                assert sum(one != other for one, other in zip(known, numbers, strict=True)) >= enough
                then[end] = numbers


@given(MANY, MANY)
def test_what_is_held_moves_no_further_than_what_no_single_number_could_have_moved(
    before: list[int], after: list[int]
) -> None:
    was = middle_half(before)
    assert was is not None
    told, furthest = held(was, after), moved(was, after)
    assert told.low in (was.low, furthest.low)
    assert told.high in (was.high, furthest.high)


def test_of_twenty_one_five_have_to_say_otherwise() -> None:
    threes = [3] * 21
    assert held(Middle(3, 3), [*[5] * 5, *threes[5:]]) == Middle(3, 3)
    # The sixth from above is the end itself, and eleven lie five places beyond it.
    assert held(Middle(3, 3), [*[5] * 11, *threes[11:]]) == Middle(3, 5)
