"""What a deed, a flag or a hold points at, said in words: rooms declare their kinds, lower rooms can then name them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from commonplace.people.models import Person


@dataclass(frozen=True)
class Thing:
    """Something with a title, a page and perhaps an author, as one viewer may see it."""

    title: str
    url: str
    author_id: int | None = None


Describe = Callable[[Collection[int], Person | None], Mapping[int, Thing]]
KINDS: dict[str, Describe] = {}


def declare(kind: str, describe: Describe) -> None:
    """Make a kind known: `describe(ids, viewer)` gives those the viewer may see, through the room's own `visible_to`."""
    KINDS[kind] = describe


def describe(kind: str, ids: Collection[int], viewer: Person | None) -> Mapping[int, Thing]:
    """The things of one kind by id; kinds nobody declared, and things not visible, are left out."""
    return KINDS[kind](ids, viewer) if kind in KINDS and ids else {}
