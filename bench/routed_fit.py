"""Weights for clues: a conditional logit with a ridge, by Newton's steps, over several archives that weigh alike."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MOST = 80  # people of whom one is chosen: whoever answered, then those who did most and wrote most of it
QUESTIONS = 600  # the latest of each archive
# Clues that say nearly the same share what they say; with less, they set one against the other by what is so in one
# archive alone. Between 300 and 1,000 archives held back fare alike, with 30 and with 3,000 worse.
RIDGE = 1_000.0

type Choice = tuple[NDArray[np.float64], NDArray[np.bool_]]


def fewer(clues: NDArray[np.float64], chosen: NDArray[np.bool_], by: Sequence[int]) -> Choice:
    """A choice among at most MOST people: the chosen, and the first by each of these columns."""
    if len(chosen) > MOST:
        kept = dict.fromkeys(np.flatnonzero(chosen)[:20])
        for column in by:
            kept |= dict.fromkeys(np.argsort(-clues[:, column], kind="stable")[: MOST // len(by)])
        those = list(kept)[:MOST]
        return clues[those], chosen[those]
    return clues, chosen


def fit(archives: Sequence[Sequence[Choice]]) -> NDArray[np.float64]:
    """The weights that make those who answered most likely among those who might have."""
    choices = [choice for archive in archives for choice in archive]
    each = np.concatenate([np.full(len(one), (100 / len(one)) ** 0.5) for one in archives if one])
    width = choices[0][0].shape[1]
    clues, chosen = np.zeros((len(choices), MOST, width)), np.zeros((len(choices), MOST), bool)
    there = np.zeros_like(chosen)
    for number, (rows, who) in enumerate(choices):
        clues[number, : len(rows)], chosen[number, : len(rows)], there[number, : len(rows)] = rows, who, True
    spread = np.maximum(clues[there].std(axis=0), 0.05)
    clues /= spread
    weights = np.zeros(width)

    def loss(at: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = np.where(there, clues @ at, -np.inf)
        top = scores.max(axis=1, keepdims=True)
        chances = np.exp(scores - top)
        chances /= chances.sum(axis=1, keepdims=True)
        of_chosen = (chances * chosen).sum(axis=1)
        return float(-(each @ np.log(of_chosen + 1e-300)) + RIDGE * at @ at / 2), chances

    found, chances = loss(weights)
    for _ in range(40):
        among = chances * chosen
        among /= among.sum(axis=1, keepdims=True)
        slope = np.einsum("q,qm,qmf->f", each, chances - among, clues) + RIDGE * weights
        mean = np.einsum("qm,qmf->qf", chances, clues)
        rows = (clues * np.sqrt(each[:, None] * chances)[:, :, None]).reshape(-1, width)
        bend = rows.T @ rows - (mean * each[:, None]).T @ mean + RIDGE * np.eye(width)
        step, length = np.linalg.solve(bend, slope), 1.0
        while (there_is := loss(weights - length * step))[0] > found and length > 1e-3:
            length /= 2
        if found - there_is[0] < 1e-3:
            break
        weights -= length * step
        found, chances = there_is
    return weights / spread


__all__ = ["QUESTIONS", "Choice", "fewer", "fit"]
