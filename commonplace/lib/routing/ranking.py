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
    "answers, 3 days": 0.084,
    "answers, 10 days": 0.054,
    "answers, 20 days": 0.064,
    "answers, 45 days": 0.072,
    "answers, 180 days": 0.059,
    "answers, ever": 0.039,
    "posts, 3 days": 0.118,
    "posts, 20 days": 0.066,
    "posts, 45 days": 0.063,
    "posts, 180 days": 0.044,
    "answers, 5 questions": 0.611,
    "answers, 20 questions": 0.359,
    "answers, 60 questions": 0.208,
    "last seen": -0.055,
    "last answer": -0.043,
    "never answered": -0.107,
    "new": -0.03,
    "hour": 0.069,
    "thanked": 0.0,
    "settled": 0.025,
    "topic": -0.001,
    "topic lately": 0.036,
    "words": 0.324,
    "near": 0.633,
}


def ranked(weighed: Weighed, *, but: Hashable = None) -> list[Hashable]:
    """Everyone weighed but one, whoever would most likely answer first."""
    scores = weighed.clues @ np.array([WEIGHTS[clue] for clue in CLUES])
    order = np.argsort(-scores, kind="stable")
    return [weighed.people[place] for place in order if weighed.people[place] != but]


__all__ = ["WEIGHTS", "ranked"]
