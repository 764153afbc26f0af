"""Where dots stand: near those they have ties with, and where they stood last time."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

import igraph
import numpy as np

from commonplace.cultivation.network.groups import SEED, the_same_lots
from commonplace.cultivation.network.ties import Floats, Mask

# More dots than this are not told apart in a picture.
MOST_DRAWN = 2_000
# Steps from nowhere, and from where dots stood.
AT_FIRST, AFTERWARDS = 500, 60


def stand(graph: igraph.Graph, before: Mapping[int, tuple[float, float]]) -> Floats:
    """A row (x, y) for each vertex; `before` has the places that some of them had.

    Force-directed (Fruchterman & Reingold 1991). Whoever is new begins beside those they have ties with.
    """
    dots = graph.vcount()
    lots = np.random.default_rng(SEED + dots)
    wide = sqrt(max(dots, 1))
    places = lots.normal(scale=wide, size=(dots, 2))
    known = {at: place for at, place in before.items() if at < dots}
    for at, place in known.items():
        places[at] = place
    for at in range(dots):
        if at not in known and (near := [known[one] for one in graph.neighbors(at) if one in known]):
            places[at] = np.mean(near, axis=0) + lots.normal(scale=0.5, size=2)
    if not graph.ecount():
        return places
    # The more of them have a place, the less they move.
    settled = len(known) >= dots / 2
    heat, steps = (wide / 100, AFTERWARDS) if settled else (wide / 10, AT_FIRST)
    with the_same_lots():
        laid = graph.layout_fruchterman_reingold(niter=steps, start_temp=heat, seed=places.tolist())
    return _alone_beneath(_turned_back(np.array(laid.coords), known), np.array(graph.degree()) == 0)


def _alone_beneath(laid: Floats, alone: Mask) -> Floats:
    """Who has no tie to any of the others in a row beneath them: nothing holds such a dot, and it would fly far off."""
    left, right = laid[~alone, 0].min(), laid[~alone, 0].max()
    row = laid[~alone, 1].max() + max(right - left, 1.0) / 15
    laid[alone] = np.column_stack([np.linspace(left, right, alone.sum()), np.full(alone.sum(), row)])
    return laid


def _turned_back(laid: Floats, before: Mapping[int, tuple[float, float]]) -> Floats:
    """Turned and moved so that dots lie as near as can be to where they were (Procrustes): igraph turns what it lays
    out by its longest axis, which a few new dots may tip over.
    """
    if len(before) < 2:
        return laid
    now, then = laid[list(before)], np.array(list(before.values()))
    left, _, right = np.linalg.svd((now - now.mean(axis=0)).T @ (then - then.mean(axis=0)))
    turned: Floats = (laid - now.mean(axis=0)) @ (left @ right) + then.mean(axis=0)
    return turned
