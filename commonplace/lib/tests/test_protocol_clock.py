"""The clock of a meeting, worked by hand, and what holds whatever is pressed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from commonplace.lib.protocol_clock import Act, Step, read

TWO = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
HOUR = (3, 7, 8, 4, 18, 8, 7, 5)


def at(minutes: float) -> datetime:
    return TWO + timedelta(minutes=minutes)


def span(minutes: float) -> timedelta:
    return timedelta(minutes=minutes)


def steps(*said: tuple[str, float] | tuple[str, float, int]) -> list[Step]:
    return [Step(Act(one[0]), at(one[1]), *one[2:]) for one in said]


def test_before_it_begins_there_is_nothing_to_show() -> None:
    shown = read(HOUR, [], now=TWO)
    assert (shown.phase, shown.left, shown.ends_at, shown.is_running) == (None, span(0), None, False)


def test_the_first_phase_runs_down_and_then_over() -> None:
    began = steps(("start", 0))
    shown = read(HOUR, began, now=at(2))
    assert (shown.phase, shown.left, shown.over, shown.ends_at) == (0, span(1), span(0), at(3))
    assert (shown.all_ends_at, shown.all_over, shown.planned_end) == (at(60), span(0), at(60))
    late = read(HOUR, began, now=at(5))
    assert (late.left, late.over, late.ends_at) == (span(0), span(2), at(3))
    assert (late.all_ends_at, late.all_over, late.done) == (at(62), span(2), 1.0)


def test_a_pause_pushes_the_end_on_and_takes_nothing_away() -> None:
    paused = [*steps(("start", 0), ("pause", 1))]
    assert read(HOUR, paused, now=at(9)).left == span(2)
    assert read(HOUR, paused, now=at(9)).is_paused
    on = [*paused, *steps(("go_on", 9))]
    assert (read(HOUR, on, now=at(10)).left, read(HOUR, on, now=at(10)).ends_at) == (span(1), at(11))
    assert read(HOUR, on, now=at(10)).all_over == span(8)


def test_two_more_minutes_are_two_more_minutes() -> None:
    shown = read(HOUR, steps(("start", 0), ("stretch", 1, 2)), now=at(1))
    assert (shown.allotted, shown.left, shown.ends_at, shown.all_over) == (span(5), span(4), at(5), span(2))


def test_going_back_goes_on_where_it_was_left() -> None:
    shown = read(HOUR, steps(("start", 0), ("next", 1), ("back", 4)), now=at(4.5))
    assert (shown.phase, shown.left) == (0, span(1.5))
    again = read(HOUR, steps(("start", 0), ("next", 1), ("back", 4), ("next", 5)), now=at(5))
    assert (again.phase, again.left) == (1, span(4))


def test_what_was_skipped_is_told_until_one_comes_back() -> None:
    assert read(HOUR, steps(("start", 0), ("skip", 0)), now=at(1)).skipped == {0}
    assert read(HOUR, steps(("start", 0), ("skip", 0), ("back", 1)), now=at(1)).skipped == frozenset()


def test_after_the_end_nothing_moves() -> None:
    over = [*steps(("start", 0), ("finish", 2)), *steps(("next", 3), ("pause", 4), ("start", 5))]
    shown = read(HOUR, over, now=at(50))
    assert (shown.phase, shown.is_finished, shown.finished_at, shown.all_ends_at) == (0, True, at(2), at(2))
    assert shown.left == span(1)


def test_a_clock_that_was_set_back_stands_still_meanwhile() -> None:
    back = steps(("start", 10), ("pause", 4), ("go_on", 5))
    shown = read(HOUR, back, now=at(6))
    assert (shown.spent, shown.now) == (span(0), at(10))
    assert read(HOUR, back, now=at(12)).left == span(1)


def test_the_last_phase_has_no_next_and_the_first_no_back() -> None:
    assert read((1, 1), steps(("start", 0), ("next", 0), ("next", 0)), now=TWO).phase == 1
    assert read((1, 1), steps(("start", 0), ("back", 0)), now=TWO).phase == 0


@pytest.mark.parametrize("minutes", [(), (0,), (-5, 3)])
def test_odd_plans_are_read_all_the_same(minutes: tuple[int, ...]) -> None:
    shown = read(minutes, steps(("start", 0), ("stretch", 1, -40)), now=at(1))
    assert shown.left == span(0)


PLANS = some.lists(some.integers(0, 90), min_size=1, max_size=8)
PRESSED = some.lists(
    some.builds(
        lambda act, minute, more: Step(act, at(minute), more if act == Act.STRETCH else 0),
        some.sampled_from(Act),
        some.floats(-600, 600),
        some.integers(-100, 500),
    ),
    max_size=25,
)
MOMENTS = some.floats(-700, 700).map(at)


@given(PLANS, PRESSED, MOMENTS)
def test_no_time_is_ever_negative(minutes: list[int], pressed: list[Step], now: datetime) -> None:
    shown = read(minutes, pressed, now=now)
    assert min(shown.left, shown.over, shown.spent, shown.allotted, shown.all_over) >= span(0)
    assert span(0) in (shown.left, shown.over)
    assert 0 <= shown.done <= 1
    assert shown.phase is None or 0 <= shown.phase < len(minutes)
    if shown.phase is not None and not shown.is_finished:
        assert shown.all_ends_at >= shown.now
        assert shown.all_ends_at >= shown.ends_at


@given(PLANS, PRESSED, some.integers(0, 90), some.integers(0, 90))
def test_a_pause_and_going_on_lose_nothing(minutes: list[int], pressed: list[Step], wait: int, on: int) -> None:
    begun = [*steps(("start", -700)), *pressed]
    before = read(minutes, begun, now=at(700))
    held = [*begun, Step(Act.PAUSE, at(700)), Step(Act.GO_ON, at(700 + wait))]
    if before.is_running:
        after = read(minutes, held, now=at(700 + wait))
        assert (after.phase, after.spent, after.left) == (before.phase, before.spent, before.left)
        assert read(minutes, held, now=at(700 + wait + on)).spent == read(minutes, begun, now=at(700 + on)).spent


@given(PLANS, PRESSED)
def test_next_and_back_come_back(minutes: list[int], pressed: list[Step]) -> None:
    begun = [*steps(("start", -700)), *pressed]
    before = read(minutes, begun, now=at(700))
    both = [*begun, Step(Act.NEXT, at(700)), Step(Act.BACK, at(700))]
    after = read(minutes, both, now=at(700))
    if before.phase is not None and before.phase + 1 < len(minutes):
        assert (after.phase, after.spent, after.allotted) == (before.phase, before.spent, before.allotted)


@given(PLANS, PRESSED, MOMENTS, some.floats(0, 100))
def test_time_spent_only_grows(minutes: list[int], pressed: list[Step], now: datetime, more: float) -> None:
    assert read(minutes, pressed, now=now + span(more)).spent >= read(minutes, pressed, now=now).spent
