"""Five people for a question, so that within a week nobody is among more than half of the fives.

Whoever would be has their turn behind them. The fifth seat is for somebody new to the circle, where there is one:
a place that only sends to those who already answer never finds anyone else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Sequence
from typing import Final

FIVE: Final = 5
LOOKED_AT: Final = 60  # in order, for somebody new


class Week:
    """The fives of one week so far."""

    def __init__(self) -> None:
        self.fives = 0
        self.times: Counter[Hashable] = Counter()

    def five[Person: Hashable](
        self, ranked: Sequence[Person], *, is_new: Callable[[Person], bool], full: Collection[Person] = ()
    ) -> list[Person]:
        """At most five of the ranked, in order, within the week's share and not `full`."""
        most = max(1, (self.fives + 1) // 2)
        free = [one for one in ranked if self.times[one] < most and one not in full]
        five = free[:FIVE]
        if len(free) > FIVE and not any(map(is_new, five)):
            newcomer = next((one for one in free[FIVE:LOOKED_AT] if is_new(one)), None)
            if newcomer is not None:
                five[-1] = newcomer
        return five

    def note(self, five: Collection[Hashable]) -> None:
        """Count these five."""
        self.fives += 1
        self.times.update(five)


__all__ = ["FIVE", "Week"]
