"""The cheapest of many that between them hold all that the many hold."""

import heapq
from collections import Counter
from collections.abc import Hashable, Mapping
from typing import NamedTuple


class Holds(NamedTuple):
    """The parts that one holds, and what it costs to take it."""

    parts: frozenset[Hashable]
    cost: float = 1


def cheapest(many: Mapping[str, Holds], met: Counter[Hashable], often: int = 1) -> list[str]:
    """Those that hold each part so often, or as often as it is held at all; `met` was held before them.

    The one that brings most for its cost is taken first: that is not the least of all ways, but close to it.
    """
    met, found = Counter(met), list[str]()

    def worth(name: str) -> float:
        new = sum(met[part] < often for part in many[name].parts)
        return -new / (many[name].cost + 0.01)

    waiting = [(worth(name), name) for name in sorted(many)]
    heapq.heapify(waiting)
    while waiting:
        _, name = heapq.heappop(waiting)
        now = worth(name)
        if now == 0:
            continue
        if waiting and now > waiting[0][0]:
            heapq.heappush(waiting, (now, name))
            continue
        found.append(name)
        met.update(many[name].parts)
    return found
