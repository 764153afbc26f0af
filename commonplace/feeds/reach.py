"""What a secret address of somebody's may open: a community of theirs or one of its groups, as lists or dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.models import Community, Membership, Space
from commonplace.communities.modules import is_put_away
from commonplace.feeds.models import Opens
from commonplace.lib.direction import isolated
from commonplace.people.models import Person
from commonplace.ui.addresses import address

MOST = 200


@dataclass(frozen=True)
class Reach:
    """A community, one group of it, or for a calendar all communities."""

    community: Community | None
    space: Space | None = None
    opens: str = Opens.LISTS

    @property
    def code(self) -> str:
        """In a word, as a form sends it."""
        where = "/".join(one.slug for one in (self.community, self.space) if one is not None)
        return f"calendar:{where}" if self.opens == Opens.CALENDAR else where

    @property
    def label(self) -> str:
        """By name, as one chooses it."""
        if self.opens == Opens.CALENDAR:
            if self.community is None:
                return _("The calendar of all your communities")
            return _("The calendar of %(place)s") % {"place": isolated(self.place)}
        return self.place

    @property
    def place(self) -> str:
        """Where it leads, by name."""
        if self.community is None:
            return _("My gatherings")
        if self.space is None:
            return self.community.name
        words = {"space": isolated(self.space.name), "community": isolated(self.community.name)}
        return _("%(space)s in %(community)s") % words


def reaches_of(person: Person, *, now: datetime) -> Sequence[Reach]:
    """All that one may make an address for, lists and then calendars, by name; two queries."""
    standings = Membership.objects.current(now).filter(person=person).select_related("community")
    communities = {one.community_id: one.community for one in standings.order_by("community__name", "pk")[:MOST]}
    groups = Space.objects.visible_to(person).filter(visibility=SpaceVisibility.GROUP, community__in=list(communities))
    seated: dict[int, list[Space]] = {}
    for space in groups.order_by("name", "pk")[:MOST]:
        seated.setdefault(space.community_id, []).append(space)
    lists = [
        reach
        for pk, community in communities.items()
        for reach in (Reach(community), *(Reach(community, space) for space in seated.get(pk, ())))
    ]
    calendars = [
        Reach(one.community, one.space, Opens.CALENDAR)
        for one in lists
        if one.community is not None and not is_put_away(one.community, address("gatherings", one.community.slug))
    ]
    return [*lists, *([Reach(None, None, Opens.CALENDAR)] if calendars else []), *calendars]
