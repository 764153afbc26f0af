"""Who can see this: said in a sentence before one writes, and before a space is changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.communities.doors import SEALED_FOR, Confidence, SpaceVisibility
from commonplace.communities.models import Community, Membership, Space, SpaceSeat
from commonplace.communities.viewpoint import Viewpoint
from commonplace.lib.direction import isolated
from commonplace.people.models import Person
from commonplace.store.prepared import in_parts, prepared

# More names than this say less than their number does.
MOST_NAMES = 12


@dataclass(frozen=True)
class Audience:
    """How far words in a space reach: to whom, how many `people` that is (None: anyone), and in which confidence."""

    reach: SpaceVisibility
    who: str
    people: int | None
    confidence: str = Confidence.ORDINARY

    @property
    def kind(self) -> str:
        """The word for its sign."""
        return _SIGNS.get(self.confidence, self.reach)

    @property
    def sentence(self) -> str:
        """Who can read it, and what may be told of it."""
        return f"{self.who} {what_holds(self.confidence)}".rstrip()

    @property
    def short(self) -> str:
        """The same in a few words, for a title."""
        if self.confidence == Confidence.ORDINARY:
            return self._short
        return f"{self._short} · {Confidence(self.confidence).label}"

    @property
    def _short(self) -> str:
        if self.reach == SpaceVisibility.PUBLIC:
            return _("Anyone can read this")
        if self.reach == SpaceVisibility.MEMBERS:
            return _("Members can read this")
        people = self.people or 0
        return ngettext("%(n)d person can read this", "%(n)d people can read this", people) % {"n": people}


_SIGNS = {Confidence.CHATHAM.value: "rule", Confidence.SEALED.value: "sealed"}


def what_holds(confidence: str) -> str:
    """What may be told of what is said in this confidence, in a sentence; nothing where that is ordinary."""
    if confidence == Confidence.CHATHAM:
        return _("The Chatham House Rule holds: what was said may be used, and nobody outside is told who said it.")
    if confidence == Confidence.SEALED:
        return _("It is sealed: it stays here, and %(days)d days after it was said it is gone.") % {
            "days": SEALED_FOR.days
        }
    return ""


def audience_of_space(space: Space, viewpoint: Viewpoint, *, visibility: str | None = None) -> Audience:
    """Who can read what stands in `space`, or could if its visibility were another; one query, and only for a group.

    A group is told by name to those who sit in it, by its number to others.
    """
    visibility = visibility or space.visibility
    is_group = visibility == SpaceVisibility.GROUP
    people = _seated([space], viewpoint).get(space.pk, []) if is_group else []
    return _sight(visibility, space.confidence, viewpoint, people)


def audiences_of(spaces: Iterable[Space], viewpoint: Viewpoint) -> Mapping[int, Audience]:
    """Who can read what stands in each space, by its key; one query, and only where a group is among them."""
    spaces = list(spaces)
    seated = _seated([space for space in spaces if space.is_group], viewpoint)
    return {
        space.pk: _sight(space.visibility, space.confidence, viewpoint, seated.get(space.pk, [])) for space in spaces
    }


def _seated(groups: Sequence[Space], viewpoint: Viewpoint) -> Mapping[int, list[Person]]:
    """Who sits in each group and still has a standing."""
    people: dict[int, list[Person]] = {}
    for some in in_parts(group.pk for group in groups):
        for seat in _seats(spaces=some, community=viewpoint.community):
            people.setdefault(seat.space_id, []).append(seat.person)
    return people


@prepared
def _seats(*, spaces: list[int], community: Community) -> QuerySet[SpaceSeat]:
    current = Membership.objects.current().filter(community=community)
    seats = SpaceSeat.objects.filter(space__in=spaces, person__in=current.values("person"))
    return seats.select_related("person").order_by("person__name")


def _sight(visibility: str, confidence: str, viewpoint: Viewpoint, people: Sequence[Person]) -> Audience:
    community = viewpoint.community
    if visibility == SpaceVisibility.GROUP:
        return _group(people, confidence, viewpoint)
    if visibility == SpaceVisibility.PUBLIC and not community.is_private:
        return Audience(SpaceVisibility.PUBLIC, _("Anyone can read this without signing in, search engines too."), None)
    count = community.people_count
    sentence = ngettext(
        "%(n)d person here can read this. No one outside.",
        "%(n)d people here can read this. No one outside.",
        count,
    )
    return Audience(SpaceVisibility.MEMBERS, sentence % {"n": count}, count, confidence)


def _group(people: Sequence[Person], confidence: str, viewpoint: Viewpoint) -> Audience:
    if 0 < len(people) <= MOST_NAMES and viewpoint.person in people:
        names = ", ".join(isolated(viewpoint.name_of(person)) for person in people)
        return Audience(
            SpaceVisibility.GROUP,
            _("Only these can read this: %(names)s.") % {"names": names},
            len(people),
            confidence,
        )
    sentence = ngettext(
        "Only the %(n)d person of this group can read this.",
        "Only the %(n)d people of this group can read this.",
        len(people),
    )
    return Audience(SpaceVisibility.GROUP, sentence % {"n": len(people)}, len(people), confidence)
