"""Ties from deeds: worked by hand, and what holds whatever was done."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.cultivation.network import ties
from commonplace.cultivation.network.ties import Network, Together, Towards
from commonplace.cultivation.network.weeks import by_week, counted

ON = 20_000
NOBODY = np.array([], dtype=np.int64)
NOTHING = Towards(NOBODY, NOBODY, NOBODY, NOBODY.astype(np.float64))
NEVER = Together(NOBODY, NOBODY, NOBODY, NOBODY.astype(np.float64))


def towards(*deeds: tuple[int, int, int, float]) -> Towards:
    """Deeds as (who, whom, days ago, weight)."""
    person, other, ago, weight = zip(*deeds, strict=True) if deeds else ((), (), (), ())
    return Towards(
        np.array(person, dtype=np.int64),
        np.array(other, dtype=np.int64),
        ON - np.array(ago, dtype=np.int64),
        np.array(weight, dtype=np.float64),
    )


def together(*deeds: tuple[int, int, int, float]) -> Together:
    """Deeds as (who, in which thing, days ago, weight)."""
    return Together(*vars(towards(*deeds)).values())


def pairs(network: Network) -> dict[tuple[int, int], float]:
    """The ties by the ids of their people."""
    people = network.people
    return {
        (int(people[one]), int(people[other])): round(float(weight), 3)
        for one, other, weight in zip(network.ties.one, network.ties.other, network.ties.weight, strict=True)
    }


def test_an_answer_weighs_half_after_sixty_days_and_holds_for_a_hundred_and_eighty() -> None:
    assert pairs(ties.read(towards((7, 3, 60, 4.0)), NEVER, NOBODY, on=ON)) == {(3, 7): 2.0}
    assert pairs(ties.read(towards((7, 3, 180, 4.0)), NEVER, NOBODY, on=ON)) == {(3, 7): 0.5}
    assert pairs(ties.read(towards((7, 3, 181, 4.0)), NEVER, NOBODY, on=ON)) == {}


def test_both_ways_make_one_tie_and_two_arcs() -> None:
    network = ties.read(towards((7, 3, 0, 4.0), (3, 7, 0, 1.0), (3, 7, 0, 1.0)), NEVER, NOBODY, on=ON)
    assert pairs(network) == {(3, 7): 6.0}
    arcs = network.arcs
    assert list(zip(arcs.one, arcs.other, arcs.weight, strict=True)) == [(0, 1, 2.0), (1, 0, 4.0)]


def test_a_table_of_five_ties_each_with_each_and_a_hall_nobody() -> None:
    table = ties.read(NOTHING, together(*[(one, 1, 0, 3.0) for one in range(5)]), NOBODY, on=ON)
    assert set(pairs(table).values()) == {3.0}
    assert len(pairs(table)) == 10
    nine = ties.read(NOTHING, together(*[(one, 1, 0, 3.0) for one in range(9)]), NOBODY, on=ON)
    assert set(pairs(nine).values()) == {1.5}
    hall = [(one, 1, 0, 700.0) for one in range(ties.MOST_TOGETHER + 1)]
    assert pairs(ties.read(NOTHING, together(*hall), NOBODY, on=ON)) == {}
    assert len(pairs(ties.read(NOTHING, together(*hall[1:]), NOBODY, on=ON))) == 4950


def test_twice_in_one_thing_is_once_and_holds_from_when_both_were_there() -> None:
    deeds = together((1, 9, 120, 7.0), (1, 9, 0, 7.0), (2, 9, 60, 7.0), (3, 8, 0, 7.0))
    assert pairs(ties.read(NOTHING, deeds, NOBODY, on=ON)) == {(1, 2): 3.5}


def test_who_belongs_is_in_it_without_a_tie_and_who_does_not_only_with_one() -> None:
    network = ties.read(towards((7, 3, 200, 4.0), (5, 3, 0, 4.0)), NEVER, np.array([3, 4]), on=ON)
    assert network.people.tolist() == [3, 4, 5]
    assert network.degree.tolist() == [1, 0, 1]


def test_nothing_ties_anybody_to_nobody_to_themselves_or_before_it_happens() -> None:
    deeds = towards((7, -1, 0, 4.0), (7, 7, 0, 4.0), (7, 3, -1, 4.0))
    network = ties.read(deeds, together((1, 2, -9, 7.0), (2, 2, -9, 7.0)), np.array([7]), on=ON)
    assert (network.people.tolist(), len(network.ties), len(network.arcs)) == ([7], 0, 0)


def test_a_thousand_ties_of_one_and_a_million_deeds_on_one_day_are_one_network() -> None:
    many = 1_000_000
    other = np.arange(many, dtype=np.int64) % 1000 + 1
    deeds = Towards(np.zeros(many, dtype=np.int64), other, np.full(many, ON), np.ones(many))
    network = ties.read(deeds, NEVER, NOBODY, on=ON)
    assert (len(network.ties), network.degree.max(), network.ties.weight[0]) == (1000, 1000, 1000.0)


deed = st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 300), st.sampled_from([1.0, 4.0, 7.0]))


@given(st.lists(deed, max_size=30), st.lists(deed, max_size=20), st.randoms())
def test_the_order_of_deeds_makes_no_difference(done: list, shared: list, lots) -> None:
    turned, shuffled = lots.sample(done, len(done)), lots.sample(shared, len(shared))
    one = ties.read(towards(*done), together(*shared), NOBODY, on=ON)
    other = ties.read(towards(*turned), together(*shuffled), NOBODY, on=ON)
    assert pairs(one) == pairs(other)


@given(st.lists(deed, max_size=30), st.lists(deed, max_size=20))
def test_ties_are_as_many_pairs_reckoned_one_by_one(done: list, shared: list) -> None:
    told: dict[tuple[int, int], float] = {}
    for person, other, ago, weight in done:
        if person != other:
            key = min(person, other), max(person, other)
            told[key] = told.get(key, 0) + weight * 0.5 ** (ago / 60)
    for thing in {deed[1] for deed in shared}:
        last: dict[int, tuple[int, float]] = {}
        for person, _thing, ago, weight in (deed for deed in shared if deed[1] == thing):
            last[person] = min(last.get(person, (10**9, 0.0)), (ago, weight), key=lambda one: one[0])
        for one in last:
            for other in last:
                if one < other:
                    ago = max(last[one][0], last[other][0])
                    share = min(1.0, 4 / (len(last) - 1))
                    weight = min(last[one][1], last[other][1]) * share * 0.5 ** (ago / 60)
                    told[one, other] = told.get((one, other), 0) + weight
    same = [deed for deed in shared if [one[:3] for one in shared].count(deed[:3]) > 1]
    if not same:
        network = ties.read(towards(*done), together(*shared), NOBODY, on=ON)
        assert pairs(network) == {
            pair: pytest.approx(weight, abs=2e-3) for pair, weight in told.items() if weight >= ties.HOLDS
        }


@given(st.lists(deed, max_size=25), st.lists(deed, max_size=15), st.sets(st.integers(-10, 300), min_size=1, max_size=6))
def test_week_after_week_the_ties_are_those_of_a_reading_from_nothing(done: list, shared: list, ago: set) -> None:
    ons = sorted(ON - one for one in ago)
    for people, on, held in by_week(towards(*done), together(*shared), ons):
        whole = ties.read(towards(*done), together(*shared), NOBODY, on=on)
        found = {
            (int(people[one]), int(people[other])): round(float(weight), 3)
            for one, other, weight in zip(held.one, held.other, held.weight, strict=True)
        }
        assert found == pytest.approx(pairs(whole), abs=0.05)
        told = counted(people, on, held)
        assert (told.tied, told.ties) == (np.count_nonzero(whole.degree), len(whole.ties))
