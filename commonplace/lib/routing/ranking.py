"""People in the order in which they would answer: the clues of `traces`, weighed as they proved in real archives.

The weights are those of a conditional logit (McFadden, *Conditional logit analysis of qualitative choice behavior*,
1974), in which one of those who really answered is chosen among everyone seen before. `bench/routing.py --fit` fits
them on the first four fifths of the questions of several archives at once, each archive weighing alike, so that they
hold where nobody has looked. They are frozen here; how well they do is in docs/measurements.md.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Final

import numpy as np

from commonplace.lib.routing.traces import CLUES, Weighed

WEIGHTS: Final[Mapping[str, float]] = {
    "answers, 3 days": -0.393,
    "answers, 10 days": -0.235,
    "answers, 20 days": -0.128,
    "answers, 45 days": 0.092,
    "answers, 180 days": 0.18,
    "answers, ever": -0.009,
    "posts, 3 days": 0.646,
    "posts, 20 days": 0.146,
    "posts, 45 days": 0.136,
    "posts, 180 days": -0.069,
    "answers, 5 questions": 0.375,
    "answers, 20 questions": 0.711,
    "answers, 60 questions": 0.316,
    "last seen": -0.157,
    "last answer": -0.044,
    "never answered": -0.312,
    "new": -0.137,
    "hour": 0.243,
    "thanked": -0.169,
    "settled": 0.045,
    "topic": -0.077,
    "topic lately": 0.082,
    "words": 0.733,
    "near": 0.379,
}


def ranked(weighed: Weighed, *, but: Hashable = None) -> list[Hashable]:
    """Everyone weighed but one, whoever would most likely answer first."""
    scores = weighed.clues @ np.array([WEIGHTS[clue] for clue in CLUES])
    order = np.argsort(-scores, kind="stable")
    return [weighed.people[place] for place in order if weighed.people[place] != but]


__all__ = ["WEIGHTS", "ranked"]
