"""The shape of networks: worked by hand, and beside what one finds by leaving out each person in turn."""

import igraph
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.cultivation.network import shape
from commonplace.cultivation.network.ties import Network, Pairs


def pairs(*ties: tuple[int, int]) -> Pairs:
    one, other = zip(*sorted(ties), strict=True) if ties else ((), ())
    return Pairs(np.array(one, dtype=np.int64), np.array(other, dtype=np.int64), np.ones(len(ties)))


def network(people: int, *ties: tuple[int, int], arcs: tuple[tuple[int, int], ...] = ()) -> Network:
    return Network(np.arange(people), pairs(*arcs), pairs(*ties))


def test_two_triangles_on_one_person_and_one_alone() -> None:
    # 0-1-2 and 2-3-4 meet in 2; 5 has no tie.
    told = shape.read(network(6, (0, 1), (0, 2), (1, 2), (2, 3), (2, 4), (3, 4), arcs=((0, 1), (1, 0), (2, 1), (3, 4))))
    assert (told.people, told.tied, told.isolates, told.ties) == (6, 5, 1, 6)
    assert told.density == pytest.approx(6 / 15)
    assert told.reciprocity == pytest.approx(2 / 4)
    # Two triangles; triples around 2: six, around each of the other four: one.
    assert told.clustering == pytest.approx(3 * 2 / 10)
    # Over two ties each of the five reaches the other four, the sixth nobody.
    assert told.reach is not None
    assert (told.reach.share, told.reach.error) == (pytest.approx(5 * 4 / 30), 0)
    assert (told.parts, told.largest_part, told.cut_people) == (1, 5, 1)
    assert shape.cut_people(shape.graph_of(pairs((0, 1), (0, 2), (1, 2), (2, 3), (2, 4), (3, 4)), 6)) == {2: 2}


@pytest.mark.parametrize("people", [0, 1, 2])
def test_of_nobody_and_of_two_without_a_tie_nothing_is_made_up(people: int) -> None:
    told = shape.read(network(people))
    assert (told.people, told.ties, told.parts, told.largest_part, told.cut_people) == (people, 0, 0, 0, 0)
    assert (told.reciprocity, told.clustering) == (None, None)
    assert told.density == (0 if people == 2 else None)


graphs = st.integers(2, 9).flatmap(
    lambda people: st.tuples(
        st.just(people),
        st.sets(st.tuples(st.integers(0, people - 1), st.integers(0, people - 1)).filter(lambda tie: tie[0] < tie[1])),
    )
)


@given(graphs)
def test_cut_people_are_those_without_whom_others_are_parted(drawn: tuple[int, set]) -> None:
    people, ties = drawn
    graph = shape.graph_of(pairs(*ties), people)
    told = {}
    for person in range(people):
        whole = len(graph.subcomponent(person))
        left = graph.copy()
        left.delete_edges(graph.incident(person))
        pieces = {frozenset(left.subcomponent(other)) for other in graph.neighbors(person)}
        if len(pieces) > 1:
            told[person] = whole - 1 - max(map(len, pieces))
    assert shape.cut_people(graph) == told
    assert len(told) == shape.read(network(people, *ties), graph).cut_people


def test_reach_of_many_is_asked_of_some_and_lies_within_its_error() -> None:
    graph = igraph.Graph.Erdos_Renyi(n=900, m=2700)
    whole, drawn = shape.reach(graph, asked=900), shape.reach(graph)
    assert whole is not None
    assert drawn is not None
    assert (whole.asked, drawn.asked) == (900, shape.ASKED)
    assert 0 < drawn.error < 0.02
    # Six errors: once in hundreds of millions.
    assert abs(whole.share - drawn.share) < 6 * drawn.error
    assert shape.reach(graph) == drawn


def test_ties_mix_as_if_it_made_no_difference_or_keep_to_their_own() -> None:
    said = np.array([0, 0, 1, 1, -1])
    every = shape.mixing(pairs((0, 2), (0, 3), (1, 2), (1, 3), (0, 4)), said)
    assert every == shape.Mixing(4, 1.0, 0.5)
    own = shape.mixing(pairs((0, 1), (2, 3)), said)
    assert own == shape.Mixing(2, 0.0, 0.5)
    assert shape.mixing(pairs((0, 1)), np.array([0, 0])) is None
    assert shape.mixing(pairs((0, 1)), np.array([-1, 0])) is None


def test_a_bridge_hangs_on_one_person_where_all_ties_between_two_units_are_theirs() -> None:
    said = np.array([0, 0, 1, 1, 2, 2])
    # 0 alone has ties into the second unit; into the third go ties of two.
    found = shape.lone_bridges(pairs((0, 2), (0, 3), (0, 4), (1, 5)), said)
    assert found == [shape.Bridge(0, 0, 1)]
    # One tie alone hangs on both of its ends.
    assert shape.lone_bridges(pairs((0, 2)), said) == [shape.Bridge(0, 0, 1), shape.Bridge(2, 0, 1)]


@given(
    st.integers(2, 30),
    st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)).filter(lambda tie: tie[0] < tie[1]), max_size=140),
    st.lists(st.tuples(st.integers(30, 44), st.integers(0, 44)).filter(lambda tie: tie[0] < tie[1]), max_size=20),
)
def test_of_many_ties_a_few_tell_how_many_hold_others(close: int, near: list, afar: list) -> None:
    """A close circle, a looser one, and a fringe: as many as are found by looking at every tie."""
    circle = {(one, other) for one in range(close) for other in range(one + 1, close)}
    ties = pairs(*(circle | set(near) | set(afar)))
    assert shape.cut_number(ties, 45) == len(shape.graph_of(ties, 45).articulation_points())
