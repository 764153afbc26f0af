"""Which of several times is best, and why: arithmetic over what people said, without a database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import NamedTuple


class Tally(NamedTuple):
    """How many said of one time that they can, can if need be, and cannot."""

    pk: int
    starts_at: datetime
    yes: int = 0
    if_need_be: int = 0
    no: int = 0

    @property
    def can(self) -> int:
        """Those who would be there, gladly or if need be."""
        return self.yes + self.if_need_be

    @property
    def said(self) -> int:
        """Those who said anything of it."""
        return self.can + self.no


class Why(Enum):
    """What sets the best time apart from the next best."""

    MOST = "more people could be there than at any other time"
    FREER = "as many could be there at another time, but more of them only if need be"
    EARLIER = "as many can at another time, and this one comes first"


@dataclass(frozen=True)
class Best:
    """The best of some times, with what sets it apart."""

    tally: Tally
    why: Why


def best_of(tallies: Iterable[Tally], *, now: datetime) -> Best | None:
    """The time ahead at which most people could be there; of equals the one that fewest come to only if need be, of
    those the earliest. None while nobody could be at any.
    """
    ranked = sorted((one for one in tallies if one.starts_at > now and one.can), key=_place)
    if not ranked:
        return None
    first, others = ranked[0], ranked[1:]
    if not others or first.can > others[0].can:
        return Best(first, Why.MOST)
    return Best(first, Why.FREER if first.yes > others[0].yes else Why.EARLIER)


def _place(one: Tally) -> tuple[int, int, datetime, int]:
    return (-one.can, -one.yes, one.starts_at, one.pk)
