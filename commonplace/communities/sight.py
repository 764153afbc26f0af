"""Who can see this: said in a sentence before one writes, and before a space is changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.communities.models import Community, Membership, Space
from commonplace.communities.viewpoint import Viewpoint

# More names than this say less than their number does.
MOST_NAMES = 12
Kind = Literal["public", "members", "group"]


@dataclass(frozen=True)
class Sight:
    """How far words in a space reach: `kind` for the sign, a `sentence`, and how many `people` (None: anyone)."""

    kind: Kind
    sentence: str
    people: int | None


def sight_of(space: Space, viewpoint: Viewpoint, *, visibility: str | None = None) -> Sight:
    """Who can read what stands in `space`, or could if its visibility were another; one query at most.

    A group is told by name to those who sit in it, by its number to others.
    """
    community = viewpoint.community
    visibility = visibility or space.visibility
    if visibility == Space.Visibility.PUBLIC and community.visibility != Community.Visibility.PRIVATE:
        return Sight("public", _("Anyone can read this without signing in, search engines too."), None)
    current = Membership.objects.current().filter(community=community)
    if visibility != Space.Visibility.GROUP:
        count = current.count()
        sentence = ngettext(
            "%(n)d person here can read this. No one outside.",
            "%(n)d people here can read this. No one outside.",
            count,
        )
        return Sight("members", sentence % {"n": count}, count)
    seated = current.filter(person__in=space.seats.values("person")).select_related("person").order_by("person__name")
    people = [one.person for one in seated]
    if 0 < len(people) <= MOST_NAMES and viewpoint.person in people:
        names = ", ".join(viewpoint.byline_for(person).name for person in people)
        return Sight("group", _("Only these can read this: %(names)s.") % {"names": names}, len(people))
    sentence = ngettext(
        "Only the %(n)d person of this group can read this.",
        "Only the %(n)d people of this group can read this.",
        len(people),
    )
    return Sight("group", sentence % {"n": len(people)}, len(people))
