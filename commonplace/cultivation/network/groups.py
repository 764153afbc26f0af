"""Groups found in a network, and how much they are what people say they belong to.

Groups after Traag, Waltman & van Eck, *From Louvain to Leiden* (2019), by modularity (Newman & Girvan 2004); likeness
is adjusted mutual information (Vinh, Epps & Bailey 2010) over the mean of both entropies.
"""

from __future__ import annotations

import random  # nosemgrep: guessable  # lots for a picture
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import igraph
import numpy as np

from commonplace.cultivation.network.ties import Floats, Ints

SEED = 20_11
# igraph draws its lots from one place for all threads.
_LOTS = threading.Lock()


@dataclass(frozen=True)
class Groups:
    """The group of each person, the largest group 0; and how far ties keep to groups (modularity, at most 1)."""

    of: Ints
    modularity: float

    @property
    def sizes(self) -> Ints:
        """How many people are in each."""
        return np.bincount(self.of)


@contextmanager
def the_same_lots() -> Iterator[None]:
    """Whatever igraph draws in here it draws in the same way each time."""
    with _LOTS:
        igraph.set_random_number_generator(random.Random(SEED))  # nosec B311  # lots for a picture, no secret
        try:
            yield
        finally:
            igraph.set_random_number_generator(random)


def find(graph: igraph.Graph, weight: Floats) -> Groups:
    """The groups of a graph with these weights of ties: the same for the same, always."""
    if not graph.ecount():
        return Groups(np.arange(graph.vcount(), dtype=np.int64), 0.0)
    with the_same_lots():
        found = graph.community_leiden(objective_function="modularity", weights=weight, n_iterations=-1)
    of = np.array(found.membership, dtype=np.int64)
    modularity = graph.modularity(found.membership, weights=weight)
    order = np.argsort(-np.bincount(of), kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(order.size)
    return Groups(place[of], float(modularity))


def likeness(one: Ints, other: Ints) -> float | None:
    """How alike two ways to part the same people are: 1 the same, 0 as alike as by chance; None where there is no one.

    Where either leaves all together or each alone and so does the other, they are the same.
    """
    if not one.size:
        return None
    table, a, b = _counted_together(one, other)
    if a.size == b.size and a.size in (1, one.size):
        return 1.0
    people = one.size
    shared = table[:, 2] / people
    mutual = float((shared * np.log(table[:, 2] * people / (a[table[:, 0]] * b[table[:, 1]]))).sum())
    chance = _by_chance(a, b, people)
    mean = (_entropy(a / people) + _entropy(b / people)) / 2
    below = mean - chance
    if abs(below) < np.finfo(np.float64).eps:
        return 0.0
    return (mutual - chance) / below


def _counted_together(one: Ints, other: Ints) -> tuple[Ints, Ints, Ints]:
    """How many are in both of each two parts that meet, as rows (part, part, people); and the sizes of the parts."""
    _, i, a = np.unique(one, return_inverse=True, return_counts=True)
    _, j, b = np.unique(other, return_inverse=True, return_counts=True)
    key, people = np.unique(i * b.size + j, return_counts=True)
    return np.column_stack([key // b.size, key % b.size, people]), a, b


def _entropy(share: Floats) -> float:
    return float(-(share * np.log(share)).sum())


def _by_chance(a: Ints, b: Ints, people: int) -> float:
    """The mutual information to be expected of parts of these sizes; each two sizes are counted once."""
    log_factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, people + 1)))])
    sizes_a, times_a = np.unique(a, return_counts=True)
    sizes_b, times_b = np.unique(b, return_counts=True)
    total = 0.0
    for x, x_times in zip(sizes_a.tolist(), times_a.tolist(), strict=True):
        for y, y_times in zip(sizes_b.tolist(), times_b.tolist(), strict=True):
            both = np.arange(max(1, x + y - people), min(x, y) + 1)
            told = both / people * np.log(both * people / (x * y))
            odds = (
                log_factorial[x]
                + log_factorial[y]
                + log_factorial[people - x]
                + log_factorial[people - y]
                - log_factorial[people]
                - log_factorial[both]
                - log_factorial[x - both]
                - log_factorial[y - both]
                - log_factorial[people - x - y + both]
            )
            total += x_times * y_times * float((told * np.exp(odds)).sum())
    return total
