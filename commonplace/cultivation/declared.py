"""How much time members said they give in a week: rooms above know it, and tell numbers that belong to nobody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from commonplace.communities.models import Community
from commonplace.store.registry import Registry


@dataclass(frozen=True)
class Declared:
    """A way to know it: `minutes(community, now)` gives the minutes a week of each member who said so."""

    code: str
    minutes: Callable[[Community, datetime], Sequence[int]]


DECLARED: Registry[Declared] = Registry("declared time", Declared)


def declared_minutes(community: Community, now: datetime) -> list[int]:
    """The minutes a week that members said they give, from the least on; a query for each room that knows some."""
    return sorted(minutes for one in DECLARED for minutes in one.minutes(community, now))
