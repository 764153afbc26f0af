"""What a community owns: every list of rows that goes along when it moves to another house, or why one does not.

Each room declares its own in its `owned.py`; `tests/test_what_is_owned.py` finds the model that was forgotten. The
columns are those of the model, so that a new one goes along without a word, unless it is among those that stay.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from commonplace.communities.charter.ways import WAY, read_way
from commonplace.communities.models import (
    CharterRevision,
    Community,
    Deed,
    Flag,
    Greeting,
    GroupLink,
    Hold,
    Invitation,
    JoinRequest,
    Lead,
    LedgerMark,
    Look,
    Membership,
    Numbering,
    Role,
    RoleBrief,
    SavedReason,
    Space,
    SpaceSeat,
    Topic,
    TopicMerger,
)
from commonplace.store.registry import Registry


@dataclass(frozen=True)
class Owned:
    """A list that a community owns: the rows of `model` that lead to it by `of`, such as `conversation__community`.

    Where `of` is empty the rows stay, and `why` says so. `without` are columns that stay: what is counted anew, and
    what opens something. `kind` is the word by which deeds, holds and flags name these rows, `part` that of the part
    that a deed names with them; `things` are pairs of columns that name a row of any kind so. `rows(found)` leaves out
    those that stay. `paths` are how addresses below the community name a row (`conversations/12`). For whoever reads
    what another house wrote: `html` are columns of HTML that are not called so, and `fits` says of a column, of
    JSON or of addresses, whether it is what pages expect, by raising ValueError, LookupError or TypeError.
    """

    code: str
    model: type[Model]
    of: str = ""
    without: tuple[str, ...] = ()
    kind: str = ""
    part: str = ""
    things: tuple[tuple[str, str], ...] = ()
    paths: tuple[str, ...] = ()
    html: tuple[str, ...] = ()
    fits: tuple[tuple[str, Callable[[Any], object]], ...] = ()
    rows: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None
    why: str = ""

    def rows_of(self, community: Community) -> QuerySet[Any]:
        """The rows that go along, in the order in which they were written."""
        found = self.model._base_manager.filter(**{self.of: community.pk}).order_by("pk")
        return found if self.rows is None else self.rows(found)


def stays(why: str, *models: type[Model]) -> list[Owned]:
    """Models of which nothing goes along, for one reason."""
    return [Owned(model._meta.label_lower, model, why=why) for model in models]


OWNED: Registry[Owned] = Registry("owned by communities", Owned)


def _words_of_charter(said: Any) -> None:
    if not all(isinstance(one, str) for one in said.values()):
        raise TypeError(said)
    read_way(said.get(WAY, ""))


def _codes(said: Any) -> None:
    if not isinstance(said, list) or not all(isinstance(one, str) for one in said):
        raise TypeError(said)


LISTS = (
    Owned(
        "community",
        Community,
        "pk",
        ("people_count", "remembered_count", "changed_at", "version"),
        "community",
        fits=(("modules", _codes),),
    ),
    Owned("spaces", Space, "community", kind="space"),
    Owned("members", Membership, "community", kind="membership", part="role"),
    Owned("roles", Role, "membership__community", kind="role"),
    Owned("role_briefs", RoleBrief, "community"),
    Owned("seats", SpaceSeat, "space__community"),
    Owned("hellos", Greeting, "membership__community"),
    Owned("charter", CharterRevision, "community", kind="charter", fits=(("words", _words_of_charter),)),
    Owned("topics", Topic, "community", kind="topic"),
    Owned("reasons", SavedReason, "community"),
    Owned("flags", Flag, "community", things=(("kind", "object_id"),)),
    Owned("holds", Hold, "community", things=(("kind", "object_id"),)),
    Owned("deeds", Deed, "community", ("sequence",), things=(("what", "what_id"),)),
    *stays("opens a door of this house, to people whom the other does not know", Invitation, GroupLink),
    *stays("the words of somebody who is not a member", JoinRequest),
    *stays("said to this house alone, and read by nobody but who said it", Lead),
    *stays("who looked at what in this house", Look),
    *stays("a way back names rows of this house", TopicMerger),
    *stays("how far this house has read its ledger", Numbering, LedgerMark),
)
