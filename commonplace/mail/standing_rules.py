"""Who may begin a conversation by mail, space by space: what `Space.objects.writable_by` asks, in words."""

from __future__ import annotations

from typing import NamedTuple

from commonplace.communities.models import Community, Space
from commonplace.mail.addresses import list_id, space_address
from commonplace.mail.lists import list_of
from commonplace.mail.models import MailingList

# For a program; the sentence beside it is for people.
MEMBERS, SEATED = "standing", "seat"
_WORDS = {
    MEMBERS: "Whoever has a standing in the community (member, steward or guest), writing from a confirmed address.",
    SEATED: "Whoever sits in the group and has a standing in the community, writing from a confirmed address.",
}


class SpaceAddress(NamedTuple):
    """A space, its address, the id of its letters, and who may write to it: as a code and in words; and the lists that
    move in there, each by its address and whether it is open.
    """

    space: str
    name: str
    address: str
    list_id: str
    visibility: str
    rule: str
    who_may_write: str
    lists: dict[str, bool]


def addresses_of(community: Community) -> list[SpaceAddress]:
    """Each space of a community with its address, in the order of its pages."""
    spaces = community.spaces.select_related("community").order_by("position", "pk")
    return [_told(space) for space in spaces]


def _told(space: Space) -> SpaceAddress:
    rule = SEATED if space.is_group else MEMBERS
    rows = MailingList.objects.filter(space=space).order_by("named_at", "pk")
    moved = list_of(space.pk) if space.sends_words else None
    known_by = (moved.list_id if moved else "") or list_id(space)
    return SpaceAddress(
        space.slug,
        space.name,
        space_address(space),
        known_by,
        space.visibility,
        rule,
        _WORDS[rule],
        {one.address: one.is_open for one in rows},
    )
