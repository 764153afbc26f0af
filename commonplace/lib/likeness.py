"""What is like a question, by its words and by what they mean: one order out of two scales.

By what is meant, everything is like everything, more or less, and how much differs from model to model. So what counts
is how far something stands above the average of its community, in standard deviations. By words there is a best hit,
which is worth as much as `WORDS` of these. Both numbers were chosen by what people had linked in one archive; see
docs/measurements.md.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from heapq import nlargest
from typing import Final

import numpy as np
from numpy.typing import NDArray

STANDS_OUT: Final = 2.0
MOST: Final = 20
WORDS: Final = 2.0


def above_average(vectors: NDArray[np.float32], asked: NDArray[np.float32]) -> NDArray[np.float32]:
    """How far each of these stands above their average in being like what is asked; all of length one."""
    alike: NDArray[np.float32] = vectors @ asked
    return (alike - alike.mean()) / max(float(alike.std()), 1e-6)


def standing_out(above: Mapping[int, float]) -> list[int]:
    """Those few that are like it whatever their words."""
    return nlargest(MOST, (one for one, far in above.items() if far >= STANDS_OUT), key=above.__getitem__)


def by_both(found: Mapping[int, float], above: Mapping[int, float], among: Collection[int]) -> list[int]:
    """These in one order: by their weight where they were `found` by words, and by how far `above` average they are."""
    largest = max(found.values(), default=0.0) or 1.0

    def likeness(one: int) -> tuple[float, int]:
        return above.get(one, 0.0) + WORDS * found.get(one, 0.0) / largest, one

    return sorted(among, key=likeness, reverse=True)


__all__ = ["above_average", "by_both", "standing_out"]
