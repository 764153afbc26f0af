"""Communities that somebody wants to hear nothing from for a while: higher rooms keep that, and lower ones ask here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from commonplace.people.models import Person
from commonplace.store.registry import Registry


@dataclass(frozen=True)
class Quiet:
    """A reason to be quiet: `where(person, now)` gives the communities, by their keys."""

    code: str
    where: Callable[[Person, datetime], set[int]]


QUIET: Registry[Quiet] = Registry("quiet", Quiet)


def quiet_for(person: Person, *, now: datetime) -> set[int]:
    """The communities that write `person` nothing just now; a query for each reason."""
    return set[int]().union(*(one.where(person, now) for one in QUIET))
