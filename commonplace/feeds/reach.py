"""What a secret address of somebody's may open: a community of theirs, or a group in which they sit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.models import Community, Membership, Space
from commonplace.lib.direction import isolated
from commonplace.people.models import Person

MOST = 200


@dataclass(frozen=True)
class Reach:
    """A community, or one group of it."""

    community: Community
    space: Space | None = None

    @property
    def code(self) -> str:
        """In a word, as a form sends it."""
        return f"{self.community.slug}/{self.space.slug}" if self.space else self.community.slug

    @property
    def label(self) -> str:
        """By name."""
        if self.space is None:
            return self.community.name
        words = {"space": isolated(self.space.name), "community": isolated(self.community.name)}
        return _("%(space)s in %(community)s") % words


def reaches_of(person: Person, *, now: datetime) -> Sequence[Reach]:
    """All that one may make an address for, by name; two queries."""
    standings = Membership.objects.current(now).filter(person=person).select_related("community")
    communities = {one.community_id: one.community for one in standings.order_by("community__name", "pk")[:MOST]}
    groups = Space.objects.visible_to(person).filter(visibility=SpaceVisibility.GROUP, community__in=list(communities))
    seated: dict[int, list[Space]] = {}
    for space in groups.order_by("name", "pk")[:MOST]:
        seated.setdefault(space.community_id, []).append(space)
    return [
        reach
        for pk, community in communities.items()
        for reach in (Reach(community), *(Reach(community, space) for space in seated.get(pk, ())))
    ]
