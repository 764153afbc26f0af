"""The shape of a network: numbers of whole communities, from arrays, each defined in docs/readings.md.

Density, reciprocity and clustering after Wasserman & Faust, *Social Network Analysis* (1994); cut people are the
articulation points of Tarjan (1972); what lies behind each is told from the blocks of the graph.
"""

from __future__ import annotations

from dataclasses import dataclass

import igraph
import numpy as np

from commonplace.cultivation.network.ties import Ints, Mask, Network, Pairs

# Of so many people, drawn by lot, it is asked how far they reach; of fewer, all are.
ASKED = 400
STEPS = 2
# More ties a person than this are many; of these one of so many is looked at first.
MANY, ONE_OF = 4, 8


@dataclass(frozen=True)
class Reach:
    """The mean share of all others whom people reach over at most two ties (0 to 1), and its standard error."""

    share: float
    error: float
    asked: int


@dataclass(frozen=True)
class Shape:
    """The numbers of one network; None where there is nothing that a number could be of."""

    people: int
    tied: int
    ties: int
    density: float | None
    reciprocity: float | None
    clustering: float | None
    reach: Reach | None
    parts: int
    largest_part: int
    cut_people: int

    @property
    def isolates(self) -> int:
        """People who belong and have no tie."""
        return self.people - self.tied


def graph_of(ties: Pairs, people: int) -> igraph.Graph:
    """The ties as a graph whose vertices are the places of people."""
    return igraph.Graph(n=people, edges=np.column_stack([ties.one, ties.other]))


def read(network: Network, graph: igraph.Graph | None = None) -> Shape:
    """The shape of a network, of which `graph` may be at hand."""
    people, ties = network.people.size, len(network.ties)
    graph = graph or graph_of(network.ties, people)
    sizes = np.array(graph.connected_components().sizes(), dtype=np.int64)
    clustering = graph.transitivity_undirected(mode="nan")
    return Shape(
        people=people,
        tied=int(np.count_nonzero(network.degree)),
        ties=ties,
        density=ties / (people * (people - 1) / 2) if people > 1 else None,
        reciprocity=reciprocity(network.arcs),
        clustering=None if np.isnan(clustering) else clustering,
        reach=reach(graph),
        parts=int(np.count_nonzero(sizes > 1)),
        largest_part=int(sizes.max()) if ties else 0,
        cut_people=len(graph.articulation_points()),
    )


def reciprocity(arcs: Pairs) -> float | None:
    """The share of what goes from one to another that goes the other way as well."""
    if not len(arcs):
        return None
    most = int(max(arcs.one.max(), arcs.other.max())) + 1
    return float(np.isin(arcs.one * most + arcs.other, arcs.other * most + arcs.one).mean())


def reach(graph: igraph.Graph, *, asked: int = ASKED) -> Reach | None:
    """How far people reach, of `asked` drawn by lot, always the same ones."""
    people = graph.vcount()
    if people < 2:
        return None
    drawn = np.arange(people)
    if people > asked:
        drawn = np.sort(np.random.default_rng(people).choice(people, asked, replace=False))
    near = np.array(graph.neighborhood_size(drawn.tolist(), order=STEPS, mindist=1)) / (people - 1)
    if drawn.size == people:
        return Reach(float(near.mean()), 0.0, people)
    left_out = (people - asked) / (people - 1)
    return Reach(float(near.mean()), float(near.std(ddof=1) * np.sqrt(left_out / asked)), asked)


def cut_number(ties: Pairs, people: int) -> int:
    """How many people there are without whom others would be parted; only some of the ties are looked at where there
    are many.

    Within a block of some ties (two people in it stay joined whoever else leaves) another tie changes nothing: beside
    those some, only what leads from block to block counts. After the sparse certificates of Cheriyan, Kao & Thurimella
    (1993).
    """
    if len(ties) > MANY * people:
        some = np.arange(len(ties)) % ONE_OF == 0
        # Whoever stands first in few ties or in none has others; each first one is taken, so that few stand alone.
        some[np.append(True, ties.one[1:] != ties.one[:-1])] = True
        blocks, cut = graph_of(ties.where(some), people).biconnected_components(return_articulation_points=True)
        within = list(blocks)
        block = np.arange(len(within), len(within) + people)
        if within:
            block[np.concatenate(within)] = np.repeat(np.arange(len(within)), [len(one) for one in within])
        # Who is in several blocks is looked at anew.
        block[cut] = np.arange(len(within), len(within) + people)[cut]
        ties = ties.where(some | (block[ties.one] != block[ties.other]))
    return len(graph_of(ties, people).articulation_points()) if len(ties) else 0


def cut_people(graph: igraph.Graph) -> dict[int, int]:
    """Each person without whom others would be parted, and from how many the largest part left would be parted."""
    blocks, cut = graph.biconnected_components(return_articulation_points=True)
    if not cut:
        return {}
    place = {person: at for at, person in enumerate(cut)}
    # A tree of blocks and cut people, and above it all a root that joins its trees.
    weight = [1] * len(cut)
    edges: list[tuple[int, int]] = []
    for at, block in enumerate(blocks, start=len(cut)):
        theirs = [place[person] for person in block if person in place]
        weight.append(len(block) - len(theirs))
        edges.extend((at, one) for one in theirs)
    root = len(weight)
    tree = igraph.Graph(n=root + 1, edges=edges)
    of = np.array(tree.connected_components().membership[:root])
    tops = np.unique(of, return_index=True)[1].tolist()
    tree.add_edges([(root, top) for top in tops])
    order, _layers, above = tree.bfs(root)
    below = np.array([*weight, 0], dtype=np.int64)
    largest = np.zeros(root + 1, dtype=np.int64)
    for one in reversed(order[1:]):
        below[above[one]] += below[one]
        largest[above[one]] = max(largest[above[one]], below[one])
    whole = np.bincount(of, weights=np.array(weight)).astype(np.int64)
    parted = {}
    for person, at in place.items():
        others = int(whole[of[at]]) - 1
        parted[person] = others - max(int(largest[at]), int(whole[of[at]] - below[at]))
    return parted


@dataclass(frozen=True)
class Mixing:
    """Ties between people who both said where they belong: how many, and which share of them leads across.

    `expected` is that share if it made no difference, each keeping as many ties as they have (Newman, *Mixing patterns
    in networks*, 2003).
    """

    ties: int
    across: float
    expected: float


def mixing(ties: Pairs, said: Ints) -> Mixing | None:
    """How ties mix where `said` is a number for what each said, -1 for nothing; None where nobody could cross."""
    known: Mask = (said[ties.one] >= 0) & (said[ties.other] >= 0)
    one, other = said[ties.one[known]], said[ties.other[known]]
    if not one.size or np.unique(said[said >= 0]).size < 2:
        return None
    ends = np.bincount(np.concatenate([one, other])) / (2 * one.size)
    return Mixing(int(one.size), float((one != other).mean()), float(1 - (ends**2).sum()))


@dataclass(frozen=True)
class Bridge:
    """All ties between two of what people said that hang on one person: `person` is a place, the two are numbers."""

    person: int
    one: int
    other: int


def lone_bridges(ties: Pairs, said: Ints) -> list[Bridge]:
    """Where two are joined by one person alone: without them no tie between both would be left.

    Where one tie alone joins them, it hangs on both of its ends.
    """
    a, b = said[ties.one], said[ties.other]
    across = (a >= 0) & (b >= 0) & (a != b)
    kinds = int(said.max(initial=0)) + 1
    pair = np.minimum(a, b)[across] * kinds + np.maximum(a, b)[across]
    keys, of, number = np.unique(pair, return_inverse=True, return_counts=True)
    # Each end of each tie, in the pair that the tie is of: whoever is at as many ends as the pair has ties, holds it.
    ends = np.concatenate([ties.one[across], ties.other[across]])
    most = int(ends.max(initial=0)) + 1
    held, times = np.unique(np.concatenate([of, of]) * most + ends, return_counts=True)
    alone = held[times == number[held // most]]
    return [
        Bridge(person, key // kinds, key % kinds)
        for person, key in zip((alone % most).tolist(), keys[alone // most].tolist(), strict=True)
    ]
