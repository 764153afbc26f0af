"""Who can see this, in a sentence, before one writes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.communities.models import Community, Membership, Space, SpaceSeat
from commonplace.communities.viewpoint import Viewpoint

# More names than this say less than their number does.
MOST_NAMES = 12


@dataclass(frozen=True)
class Audience:
    """How far words in a space reach: `level` for the sign, `short` for a title, `sentence` for whoever writes."""

    level: str
    short: str
    sentence: str


def audience_of(space: Space, *, viewpoint: Viewpoint) -> Audience:
    """Who can read what stands in one space."""
    return audiences([space], viewpoint=viewpoint)[space.pk]


def audiences(spaces: Iterable[Space], *, viewpoint: Viewpoint) -> Mapping[int, Audience]:
    """Who can read what stands in each space; one query where a group is among them, else none."""
    spaces = list(spaces)
    groups = [space.pk for space in spaces if space.visibility == Space.Visibility.GROUP]
    names: dict[int, list[str]] = {pk: [] for pk in groups}
    if groups:
        current = Membership.objects.current().filter(community=viewpoint.community)
        seats = SpaceSeat.objects.filter(space__in=groups, person__in=current.values("person"))
        for seat in seats.select_related("person").order_by("person__name"):
            names[seat.space_id].append(viewpoint.byline_for(seat.person).name)
    return {space.pk: _audience(space, viewpoint.community, names.get(space.pk, [])) for space in spaces}


def _audience(space: Space, community: Community, names: list[str]) -> Audience:
    if space.visibility == Space.Visibility.GROUP:
        return _group(names)
    if space.visibility == Space.Visibility.PUBLIC and community.visibility != Community.Visibility.PRIVATE:
        return Audience(
            "public", _("Anyone can read this"), _("Anyone can read this without signing in, search engines too.")
        )
    count = community.people_count
    sentence = ngettext(
        "%(n)d person here can read this. No one outside.", "%(n)d people here can read this. No one outside.", count
    )
    return Audience("members", _("Members can read this"), sentence % {"n": count})


def _group(names: list[str]) -> Audience:
    count = len(names)
    short = ngettext("%(n)d person can read this", "%(n)d people can read this", count) % {"n": count}
    if 0 < count <= MOST_NAMES:
        sentence = _("Only these can read this: %(names)s.") % {"names": ", ".join(names)}
    else:
        sentence = ngettext(
            "Only the %(n)d person of this group can read this.",
            "Only the %(n)d people of this group can read this.",
            count,
        ) % {"n": count}
    return Audience("group", short, sentence)
