"""Where dots stand: the same for the same, near where they stood, and each line between its dots."""

import igraph
import numpy as np

from commonplace.cultivation.network import layout, picture
from commonplace.cultivation.tests.network.test_groups import cliques


def test_the_same_ties_stand_the_same_and_circles_stand_apart() -> None:
    graph = cliques(3, 8)
    once, again = layout.stand(graph, {}), layout.stand(graph, {})
    assert once.tolist() == again.tolist()
    middles = once.reshape(3, 8, 2).mean(axis=1)
    apart = min(np.hypot(*(middles[a] - middles[b])) for a, b in ((0, 1), (0, 2), (1, 2)))
    wide = max(np.hypot(*(once.reshape(3, 8, 2)[at] - middles[at]).T).max() for at in range(3))
    assert apart > wide


def test_from_week_to_week_dots_stay_about_where_they_were() -> None:
    graph = cliques(4, 10)
    before = layout.stand(graph, {})
    graph.add_vertices(2)
    graph.add_edges([(40, 1), (40, 2), (41, 33)])
    graph.delete_edges([(0, 1), (20, 21)])
    after = layout.stand(graph, {at: tuple(place) for at, place in enumerate(before.tolist())})
    wide = np.ptp(before, axis=0).max()
    moved = np.hypot(*(after[:40] - before).T)
    assert np.median(moved) < wide / 20
    # Who is new stands beside those they have ties with.
    assert np.hypot(*(after[41] - after[33])) < wide / 4


def test_nobody_and_people_without_ties_have_places_too() -> None:
    assert layout.stand(igraph.Graph(n=0), {}).shape == (0, 2)
    assert np.isfinite(layout.stand(igraph.Graph(n=12), {})).all()


def test_who_is_alone_stands_beneath_and_not_far_off() -> None:
    graph = cliques(2, 6)
    graph.add_vertices(3)
    laid = layout.stand(graph, {})
    wide = np.ptp(laid[:12, 0])
    assert (laid[12:, 1] > laid[:12, 1].max()).all()
    assert np.ptp(laid[:, 0]) == wide
    assert laid[12, 1] - laid[:12, 1].max() <= max(wide, 1) / 15 + 1e-9


def test_two_thousand_dots_weigh_little_and_lie_within_the_picture() -> None:
    lots = np.random.default_rng(7)
    dots = [(at, at % 40, float(x), float(y)) for at, (x, y) in enumerate(lots.normal(size=(2000, 2)))]
    drawn = picture.draw(dots, lots.integers(0, 2000, size=(6000, 2)).tolist())
    assert len(drawn.within) + len(drawn.between) + len(drawn.dots) < 160_000
    spots = [[int(number) for number in spot.split()] for spot in drawn.dots.replace("h0", "").split("M")[1:]]
    assert len(spots) == 2000
    assert all(0 <= x <= picture.WIDTH and 0 <= y <= picture.HEIGHT for x, y in spots)
    assert drawn.is_crowded


def test_dots_in_one_spot_and_letters_past_z() -> None:
    drawn = picture.draw([(0, 0, 1.0, 1.0), (1, 27, 1.0, 1.0)], [[0, 1]])
    assert (drawn.dots, drawn.between, drawn.within) == ("M500 310h0M500 310h0", "M500 310L500 310", "")
    assert [label.letter for label in drawn.labels] == ["A", "AB"]
    assert [picture.letter_of(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
