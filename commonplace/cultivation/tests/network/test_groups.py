"""Groups: found the same way each time, and likeness beside what all ways to deal out the units give."""

from itertools import combinations, permutations

import igraph
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.cultivation.network import groups


def cliques(number: int, size: int) -> igraph.Graph:
    """So many circles in which all know each other, each joined to the next by one tie."""
    ties = [pair for at in range(number) for pair in combinations(range(at * size, (at + 1) * size), 2)]
    ties += [(at * size, (at + 1) * size + 1) for at in range(number - 1)]
    return igraph.Graph(n=number * size, edges=ties)


def test_circles_are_found_as_they_are() -> None:
    graph = cliques(4, 6)
    found = groups.find(graph, np.ones(graph.ecount()))
    assert groups.likeness(found.of, np.arange(24) // 6) == pytest.approx(1.0)
    assert found.sizes.tolist() == [6, 6, 6, 6]
    assert found.modularity == pytest.approx(graph.modularity((np.arange(24) // 6).tolist()))


def test_the_same_is_found_the_same_whatever_else_drew_lots() -> None:
    graph = igraph.Graph.Erdos_Renyi(n=200, m=600)
    weight = np.ones(600)
    once = groups.find(graph, weight)
    igraph.Graph.Erdos_Renyi(n=50, m=60)
    again = groups.find(graph, weight)
    assert (once.of.tolist(), once.modularity) == (again.of.tolist(), again.modularity)


def test_without_ties_everyone_is_alone() -> None:
    found = groups.find(igraph.Graph(n=3), np.array([]))
    assert (found.of.tolist(), found.modularity) == ([0, 1, 2], 0.0)
    assert groups.likeness(np.array([], dtype=np.int64), np.array([], dtype=np.int64)) is None


labels = st.integers(2, 5).flatmap(
    lambda people: st.tuples(*[st.lists(st.integers(0, 3), min_size=people, max_size=people)] * 2)
)


def mutual(one: np.ndarray, other: np.ndarray) -> float:
    """Mutual information as it is defined."""
    told = 0.0
    for a in np.unique(one):
        for b in np.unique(other):
            both = np.mean((one == a) & (other == b))
            if both:
                told += both * np.log(both / (np.mean(one == a) * np.mean(other == b)))
    return told


@given(labels)
def test_likeness_is_what_is_left_after_chance(drawn: tuple[list[int], list[int]]) -> None:
    one, other = np.array(drawn[0]), np.array(drawn[1])
    chance = float(np.mean([mutual(one, np.array(dealt)) for dealt in permutations(other.tolist())]))
    mean = (mutual(one, one) + mutual(other, other)) / 2
    found = groups.likeness(one, other)
    if abs(mean - chance) > 1e-9:
        assert found == pytest.approx((mutual(one, other) - chance) / (mean - chance), abs=1e-6)
    assert groups.likeness(other, one) == pytest.approx(found)
