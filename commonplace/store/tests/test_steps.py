"""Long work adapts its steps to the time that they take, does all there is, and yields after each."""

import pytest
from django.db import connection

from commonplace.store.steps import AIM, Steps

pytestmark = pytest.mark.django_db(transaction=True)


class Machine:
    """A machine on which each item takes so many seconds, and each step so many besides, by a clock of its own."""

    def __init__(self, each: float, besides: float = 0.0) -> None:
        self.each, self.besides, self.now = each, besides, 0.0
        self.sizes: list[int] = []
        self.pauses: list[float] = []
        self.left = 10_000

    def steps(self, least: int = 10, most: int = 5_000) -> Steps:
        return Steps(least=least, most=most, clock=lambda: self.now, pause=self.pauses.append)

    def do(self, size: int) -> int:
        assert connection.in_atomic_block
        some = min(size, self.left)
        self.left -= some
        self.now += self.besides + some * self.each
        self.sizes.append(some)
        return some


def test_quick_work_takes_on_more_up_to_what_fits_the_moment() -> None:
    machine = Machine(each=0.0001)
    steps = machine.steps()
    while steps.take(machine.do):
        pass
    assert sum(machine.sizes) == 10_000
    assert machine.sizes[:6] == [10, 20, 40, 80, 80, 80]
    assert max(size * machine.each for size in machine.sizes) <= AIM * 1.01


def test_work_that_becomes_slow_takes_on_half_and_half_again_down_to_the_least() -> None:
    machine = Machine(each=0.0001)
    steps = machine.steps()
    for _ in range(4):
        steps.take(machine.do)
    machine.each = 0.050
    for _ in range(5):
        steps.take(machine.do)
    assert machine.sizes[3:] == [80, 80, 40, 20, 10, 10]


def test_work_that_becomes_quick_again_takes_on_more_again() -> None:
    machine = Machine(each=0.0008)
    steps = machine.steps(least=1)
    for _ in range(5):
        steps.take(machine.do)
    assert machine.sizes == [1, 2, 4, 8, 10]
    machine.each /= 8
    for _ in range(4):
        steps.take(machine.do)
    assert machine.sizes[5:] == [10, 20, 40, 80]


def test_one_step_that_was_kept_from_the_processor_costs_half_of_the_next() -> None:
    machine = Machine(each=0.0001)
    steps = machine.steps()
    for _ in range(4):
        steps.take(machine.do)
    machine.besides = 1.0
    steps.take(machine.do)
    machine.besides = 0.0
    for _ in range(2):
        steps.take(machine.do)
    assert machine.sizes[3:-1] == [80, 80, 40]
    assert machine.sizes[-1] >= 79


def test_no_step_is_larger_than_the_most() -> None:
    machine = Machine(each=0.0)
    steps = machine.steps(most=64)
    while steps.take(machine.do):
        pass
    assert max(machine.sizes) == 64


def test_others_have_a_quarter_of_the_time_of_a_step_unless_it_was_the_last() -> None:
    machine = Machine(each=0.001)
    machine.left = 12
    steps = machine.steps()
    while steps.take(machine.do):
        pass
    assert machine.sizes == [10, 2, 0]
    assert machine.pauses == [pytest.approx(0.010 / 4)]


def test_what_is_done_between_two_steps_is_time_that_others_have() -> None:
    machine = Machine(each=0.001)
    steps = machine.steps()
    for between in (0.001, 0.010):
        steps.take(machine.do)
        machine.now += between
    steps.take(machine.do)
    assert machine.sizes == [10, 10, 10]
    assert machine.pauses == [pytest.approx(0.010 / 4 - 0.001)]


def test_all_of_a_list_is_done_once_and_in_order() -> None:
    machine = Machine(each=0.0007)
    done: list[int] = []

    def do(some: object) -> None:
        done.extend(some)
        machine.do(len(some))

    machine.steps().over(range(1000), do)
    assert done == list(range(1000))
    assert max(machine.sizes) < 30


def test_a_step_that_fails_leaves_those_before_it() -> None:
    done: list[int] = []

    def do(some: object) -> None:
        if 25 in some:
            raise RuntimeError
        done.extend(some)

    machine = Machine(each=0.0)
    with pytest.raises(RuntimeError):
        machine.steps().over(range(100), do)
    assert done == list(range(10))


def test_alone_it_takes_on_more_until_somebody_else_has_written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(each=0.0011)
    steps = Steps(least=4, most=500, alone=200, clock=lambda: machine.now, pause=machine.pauses.append)
    wrote = iter([False, False, True, False])
    monkeypatch.setattr(steps, "_others_wrote", lambda: next(wrote))
    for _ in range(4):
        steps.take(machine.do)
    assert machine.sizes == [200, 200, 7, 7]
    # After the step during which they wrote they have as long as it took, and a quarter otherwise.
    assert machine.pauses == pytest.approx([0.055, 0.22, 0.001925])
