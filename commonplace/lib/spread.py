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


def held(before: Middle, numbers: Sequence[int]) -> Middle:
    """The same where it is not known whose numbers these are, and so not how many have changed since.

    What was told of an end stays where it lies as many as five places from the new end in their order, or one less than
    a quarter of them all, whichever is fewer. One number more, less or other moves an end by one place, and where it is
    told anew it lies within one; so as many at least have changed from each time that it moves to the next.
    """
    inorder, quarter = sorted(numbers), ceil(len(numbers) / 4)
    return Middle(
        _held(before.low, inorder, quarter - 1, min(FEWEST, quarter - 1)),
        _held(before.high, inorder, len(inorder) - quarter, min(FEWEST, quarter - 1)),
    )


def _held(number: int, inorder: Sequence[int], at: int, places: int) -> int:
    if inorder[at - places] <= number <= inorder[at + places]:
        return number
    return _between(number, inorder[at - 1], inorder[at + 1])


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
