"""Where other rooms meet the post that comes in: what it ends, what it reports, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from commonplace.mail.models import MailingList
from commonplace.store.registry import Hook, Registry

# A delivery report came in, to whatever address of the house: its bytes.
REPORTED: Hook[bytes, datetime] = Hook("when a delivery report comes in")

# The letter that was to show that mail to a list's address comes here came, for the steward who sent it.
REHEARSED: Hook[MailingList, datetime] = Hook("when a list's rehearsal came back")


@dataclass(frozen=True)
class Lineage:
    """A way to know letters by their ids: `find(ids, community_id)` gives the key of the post that the first of them
    bore that it knows, the nearest first, or None. `ids_of(post_ids)` gives the ids, in brackets, under which everyone
    who had these posts as letters of a list has them in their mailbox.
    """

    code: str
    find: Callable[[Sequence[str], int], int | None]
    order: int = 50
    ids_of: Callable[[Collection[int]], Mapping[int, str]] | None = None


LINEAGES: Registry[Lineage] = Registry("lineages of letters", Lineage)


@dataclass(frozen=True)
class Door:
    """An address of the house behind which another room waits: `takes(address)` says whether it is its own, and
    `open(raw, address, now)` is called once for each letter, in the transaction in which it is settled.
    """

    code: str
    takes: Callable[[str], bool]
    open: Callable[[bytes, str, datetime], object]


DOORS: Registry[Door] = Registry("doors of the post", Door)
