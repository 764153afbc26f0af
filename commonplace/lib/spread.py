"""What may be told of numbers that people said: the middle half of them, never an average and never fewer than five."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

# Of fewer people than this nothing is told.
FEWEST = 5


@dataclass(frozen=True)
class Middle:
    """Two numbers between which at least half of those lie who said one."""

    low: int
    high: int

    @property
    def left(self) -> float:
        """Where its bar begins, half a step before the number."""
        return self.low - 0.4

    @property
    def width(self) -> float:
        """How wide its bar is."""
        return self.high - self.low + 0.8

    @property
    def twice(self) -> int:
        """Twice the middle between the two, so that it is a whole number."""
        return self.low + self.high


def middle_half(said: Iterable[int | None]) -> Middle | None:
    """From the number that a quarter do not exceed to the one that a quarter do not fall below; None under five."""
    numbers = sorted(one for one in said if one is not None)
    if len(numbers) < FEWEST:
        return None
    quarter = ceil(len(numbers) / 4)
    return Middle(numbers[quarter - 1], numbers[-quarter])


def moved(before: Middle, numbers: Sequence[int]) -> Middle:
    """The middle half as it was told before, moved only as far as no single one of five or more could have moved it.

    One number more, less or other moves an end by one place in their order, so what was told stays where it lies
    between the numbers beside the new end, and else goes to the nearer of these.
    """
    inorder, quarter = sorted(numbers), ceil(len(numbers) / 4)
    low = _between(before.low, inorder[quarter - 2], inorder[quarter])
    high = _between(before.high, inorder[-quarter - 1], inorder[1 - quarter])
    return Middle(low, high)


def _between(number: int, least: int, most: int) -> int:
    return max(least, min(number, most))


def in_fives(people: int) -> int:
    """A number of people as it may be told: rounded down to fives."""
    return people - people % FEWEST


def otherwise(then: Mapping[int, int], now: Mapping[int, int]) -> int:
    """How many people came, went or say another number than they did."""
    return sum(then.get(one) != now.get(one) for one in then.keys() | now.keys())


def wants(today: Middle | None, wanted: Middle | None) -> int:
    """1 where more is wanted than there is, -1 where less is, 0 where neither can be said; half a step is none."""
    if today is None or wanted is None:
        return 0
    apart = wanted.twice - today.twice
    return 1 if apart >= 2 else -1 if apart <= -2 else 0
