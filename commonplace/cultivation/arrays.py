"""Whole columns at once, by arithmetic alone: people numbered, and days put in order."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

# Ids so many times as many as what they stand in are looked up one by one.
FAR_APART = 8


def numbered(*columns: Ints) -> tuple[Ints, Callable[[Ints], Ints]]:
    """Everyone in these columns once, in order, and what tells the places of ids among them.

    A table takes a tenth of the time of a search, where ids do not lie far apart.
    """
    most = max((int(column.max()) for column in columns if column.size), default=-1)
    if most >= FAR_APART * (sum(column.size for column in columns) + FAR_APART):
        people = np.unique(np.concatenate(columns))
        return people, lambda ids: np.searchsorted(people, ids)
    here = np.zeros(most + 1, dtype=np.bool_)
    for column in columns:
        here[column] = True
    table = np.cumsum(here) - 1
    return np.flatnonzero(here), lambda ids: table[ids]


def by_day(day: Ints) -> Ints:
    """The order of days: numbers of two bytes, which most are, are not compared but counted."""
    if day.size and day.max() - day.min() < 1 << 16:
        return np.argsort((day - day.min()).astype(np.uint16), kind="stable")
    return np.argsort(day, kind="stable")


def distinct(numbers: Ints) -> Ints:
    """Each of these numbers once, in order; by a sort, which takes a tenth of the time of `np.unique`."""
    inorder = np.sort(numbers)
    is_new = np.ones(inorder.size, dtype=np.bool_)
    is_new[1:] = inorder[1:] != inorder[:-1]
    return inorder[is_new]
