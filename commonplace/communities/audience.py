"""Who can see this: said in a sentence before one writes, and before a space is changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.communities.doors import SEALED_FOR, Confidence, SpaceVisibility
from commonplace.communities.models import Community, Membership, Space, SpaceSeat
from commonplace.communities.powers import Power, having_say, said_of, sponsors_said
from commonplace.communities.viewpoint import Viewpoint
from commonplace.lib.direction import isolated
from commonplace.people.models import Person
from commonplace.store.prepared import in_parts, prepared

# More names than this say less than their number does.
MOST_NAMES = 12


@dataclass(frozen=True)
class Audience:
    """How far words in a space reach: to whom, how many `people` that is (None: anyone), and in which confidence.

    `powers` names those among them who have a say over others or over the place, for those inside; "" for nobody.
    `sponsors` says how many sponsors read it; "" where there are none.
    """

    reach: SpaceVisibility
    who: str
    people: int | None
    confidence: str = Confidence.ORDINARY
    powers: str = ""
    sponsors: str = ""

    @property
    def kind(self) -> str:
        """The word for its sign."""
        return _SIGNS.get(self.confidence, self.reach)

    @property
    def sentence(self) -> str:
        """What stands beside every composer: who can read it, who with a say is among them, and what may be told."""
        return " ".join(filter(None, (self.who, self.powers, self.sponsors, what_holds(self.confidence))))

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
        if self.reach == SpaceVisibility.NEUTRAL:
            return _("Neutral ground")
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


def audience_of_space(
    space: Space, viewpoint: Viewpoint, *, visibility: str | None = None, names_powers: bool = True
) -> Audience:
    """Who can read what stands in `space`, or could if its visibility were another; one query for those inside, and
    another for a group. A page that asks as much as it may without that does not have it named who has a say.

    A group is told by name to those who sit in it, by its number to others.
    """
    visibility = visibility or space.visibility
    is_group = visibility == SpaceVisibility.GROUP
    seated = _seated([space], viewpoint).get(space.pk, []) if is_group else []
    powers = having_say(viewpoint) if names_powers else ()
    return _sight(visibility, space.confidence, viewpoint, seated, powers)


def audience_inside(viewpoint: Viewpoint) -> Audience:
    """Who can read what stands in no space and is for everyone with a standing; one query."""
    return _sight(SpaceVisibility.MEMBERS, Confidence.ORDINARY, viewpoint, (), having_say(viewpoint))


def audiences_of(spaces: Iterable[Space], viewpoint: Viewpoint) -> Mapping[int, Audience]:
    """Who can read what stands in each space, by its key; one query for those inside, and another for groups."""
    spaces = list(spaces)
    seated = _seated([space for space in spaces if space.is_group], viewpoint)
    powers = having_say(viewpoint)
    return {
        space.pk: _sight(space.visibility, space.confidence, viewpoint, seated.get(space.pk, []), powers)
        for space in spaces
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


def _sight(
    visibility: str, confidence: str, viewpoint: Viewpoint, people: Sequence[Person], powers: Sequence[Power]
) -> Audience:
    if visibility == SpaceVisibility.GROUP:
        seated = {person.pk for person in people}
        reading = [one for one in powers if one.person_id in seated]
        said = said_of(reading, viewpoint)
        return replace(_group(people, confidence, viewpoint, said), sponsors=sponsors_said(powers, reading))
    if visibility == SpaceVisibility.NEUTRAL:
        # That no sponsor reads it is said already.
        said = said_of([one for one in powers if not one.has_say], viewpoint)
        who = _("Neutral ground: people here can read this, but no sponsors and nobody who leads people here.")
        return Audience(SpaceVisibility.NEUTRAL, who, None, confidence, said)
    said = said_of(powers, viewpoint)
    if visibility == SpaceVisibility.PUBLIC and not viewpoint.community.is_private:
        who = _("Anyone can read this without signing in, search engines too.")
        return Audience(SpaceVisibility.PUBLIC, who, None, powers=said, sponsors=sponsors_said(powers, powers))
    count = viewpoint.community.people_count
    who = ngettext(
        "%(n)d person here can read this. No one outside.",
        "%(n)d people here can read this. No one outside.",
        count,
    )
    sponsors = sponsors_said(powers, [one for one in powers if not one.is_outside])
    return Audience(SpaceVisibility.MEMBERS, who % {"n": count}, count, confidence, said, sponsors)


def _group(people: Sequence[Person], confidence: str, viewpoint: Viewpoint, said: str) -> Audience:
    if 0 < len(people) <= MOST_NAMES and viewpoint.person in people:
        names = ", ".join(isolated(viewpoint.name_of(person)) for person in people)
        who = _("Only these can read this: %(names)s.") % {"names": names}
        return Audience(SpaceVisibility.GROUP, who, len(people), confidence, said)
    who = ngettext(
        "Only the %(n)d person of this group can read this.",
        "Only the %(n)d people of this group can read this.",
        len(people),
    )
    return Audience(SpaceVisibility.GROUP, who % {"n": len(people)}, len(people), confidence, said)
