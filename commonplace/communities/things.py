"""What a deed, a flag or a hold points at, said in words: rooms declare their kinds, lower rooms can then name them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from commonplace.people.models import Person


@dataclass(frozen=True)
class Thing:
    """Something with a title, a page and perhaps an author, as one viewer may see it.

    Only a thing that names its community can be flagged or held there.
    """

    title: str
    url: str
    author_id: int | None = None
    community_id: int | None = None


Describe = Callable[[Collection[int], Person | None], Mapping[int, Thing]]
KINDS: dict[str, Describe] = {}
WORDS: dict[str, str | Promise] = {}
HOLDABLE: set[str] = set()
LARGEST = 2**63 - 1


def declare(kind: str, describe: Describe, *, words: str | Promise = "", is_holdable: bool = True) -> None:
    """Make a kind known: `describe(ids, viewer)` gives those the viewer may see, through the room's own
    `visible_to`.

    `words` name the kind in a sentence ("a reply"); a kind is holdable when its `visible_to` heeds holds.
    """
    KINDS[kind] = describe
    WORDS[kind] = words
    if is_holdable:
        HOLDABLE.add(kind)


def describe(kind: str, ids: Collection[int], viewer: Person | None) -> Mapping[int, Thing]:
    """The things of one kind by id; kinds nobody declared, and things not visible, are left out."""
    # An address can name a number that no database keeps; nothing has it.
    kept = [one for one in ids if one <= LARGEST]
    return KINDS[kind](kept, viewer) if kind in KINDS and kept else {}


def words_for(kind: str) -> str:
    """A kind as a sentence names it, in the reader's language."""
    return str(WORDS.get(kind) or _("something written here"))
