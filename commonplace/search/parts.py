"""A ranked list in parts, held by a key: what is found meanwhile moves nobody's page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from commonplace.search.candidates import Key
from commonplace.store.paging import BACK, ONWARD, NoToken

TOKEN = re.compile(rf"([{ONWARD}{BACK}])(-?\d{{1,18}})_(\d{{1,18}})", re.ASCII)


def part_of(order: Sequence[Key], *, after: str, size: int) -> tuple[Sequence[Key], str | None, str | None]:
    """The part of a list, greatest key first, that a token names, and the tokens of the parts before and after it.

    The first part for no token; raises NoToken for a bad one.
    """
    begin = 0
    if after:
        said = TOKEN.fullmatch(after)
        if said is None:
            raise NoToken
        key = (int(said[2]), int(said[3]))
        if said[1] == ONWARD:
            begin = next((at for at, one in enumerate(order) if one < key), len(order))
        else:
            # Near the beginning a whole first part is shown rather than a short one.
            begin = max(0, sum(one > key for one in order) - size)
    part = order[begin : begin + size]
    newer = _token(BACK, part[0]) if part and begin else None
    older = _token(ONWARD, part[-1]) if part and begin + size < len(order) else None
    return part, newer, older


def _token(way: str, key: Key) -> str:
    return f"{way}{key[0]}_{key[1]}"
