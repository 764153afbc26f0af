"""The first days of someone who has come in: who tends the community, and the words that brought them here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commonplace.communities.models import Invitation
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.web.today import Tending, in_first_days


@dataclass(frozen=True)
class Welcome:
    """What a newcomer is told: names of those who tend the community, and who invited them in which words."""

    name: str
    names: tuple[str, ...]
    invited_by: Byline | None
    words: str


def welcome(viewpoint: Viewpoint, tending: Sequence[Tending], *, now: datetime) -> Welcome | None:
    """What to tell a newcomer, or None for anyone else and for the founder; one query, and only for newcomers."""
    person, standing, community = viewpoint.person, viewpoint.membership, viewpoint.community
    if person is None or standing is None or not in_first_days(standing, now=now):
        return None
    if community.founded_by_id == person.pk:
        return None
    names = tuple(one.byline.name for one in tending if one.byline.person_id != person.pk)
    invitations = Invitation.objects.filter(community=community, taken_by=person).select_related("by")
    taken = invitations.order_by("-taken_at", "-pk").first()
    by = viewpoint.byline_for(taken.by) if taken else None
    return Welcome(person.get_short_name(), names, by, taken.words if taken else "")
