"""The order in which letters are kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime


def in_order(moments: Mapping[str, datetime], answered: Mapping[str, str]) -> list[str]:
    """Letters in order of time, but none before the letter that it answers: clocks differ by minutes, and by years."""
    turns: dict[str, tuple[datetime, int]] = {}
    for digest in moments:
        chain: dict[str, None] = {}
        above: str | None = digest
        while above is not None and above in moments and above not in turns and above not in chain:
            chain[above] = None
            above = answered.get(above)
        if above is not None and above in chain:
            # Letters that answer each other in a circle answer nobody.
            names = list(chain)
            for one in names[names.index(above) :]:
                turns[one] = moments[one], 0
        for one in reversed(chain):
            if one not in turns:
                moment, elder = moments[one], turns.get(answered.get(one, ""))
                turns[one] = (max(moment, elder[0]), elder[1] + 1) if elder else (moment, 0)
    return sorted(moments, key=lambda one: (*turns[one], one))
