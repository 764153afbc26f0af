"""Who looks, from where: a person, a community, and the standing between them, loaded once for a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from commonplace.communities.models import Community, Membership
from commonplace.communities.modules import is_put_away
from commonplace.communities.standing import LASTING
from commonplace.communities.viewer_standings import viewer_sponsorships, viewer_standings
from commonplace.people.models import Person
from commonplace.people.viewer import viewer
from commonplace.store.prepared import prepared
from commonplace.ui.addresses import address


@dataclass(frozen=True, slots=True)
class Byline:
    """What may be shown of whoever did something: a name always, a page and a face where that is allowed."""

    name: str
    about: str = ""
    person_id: int | None = None
    url: str = ""
    photo_id: int | None = None
    is_withheld: bool = False
    is_alias: bool = False  # a sign for one conversation, behind which is a member of whom nothing is kept

    @property
    def photo_url(self) -> str:
        """The address of the face; empty for initials."""
        return reverse("face", args=[self.photo_id]) if self.photo_id else ""


# What `byline_for` looks at.
SHOWN = ("id", "name", "craft", "photo", "claimed_at")


def beyond_byline(*paths: str) -> list[str]:
    """Columns of the persons at these paths that no byline shows, for `.defer(*beyond_byline("author"))`."""
    unshown = [field.name for field in Person._meta.concrete_fields if field.name not in SHOWN]
    return [f"{path}__{name}" for path in paths for name in unshown]


@dataclass(frozen=True)
class Viewpoint:
    """One person looking at one community."""

    person: Person | None
    community: Community
    membership: Membership | None
    # Whether the viewer sponsors it from outside, which opens nothing but the sponsor's page.
    is_sponsor: bool = False

    @property
    def is_member(self) -> bool:
        """Whether the viewer has a standing here, of whatever kind."""
        return self.membership is not None

    @property
    def may_read_sponsors_page(self) -> bool:
        """Sponsors outside, members and stewards; as `Community.objects.whose_sponsors_page_opens_to` finds them."""
        return self.is_sponsor or (self.membership is not None and self.membership.standing in LASTING)

    @property
    def is_steward(self) -> bool:
        return self.membership is not None and self.membership.is_steward

    def byline_for(self, person: Person | None) -> Byline:
        """What this viewer may be shown of `person` in this community; the only place that decides it.

        A name known only from an archive is shown to members alone: its bearer never agreed to more.
        """
        if person is None:
            return Byline(name=_("someone who has left"), is_withheld=True)
        return self.byline_of(
            person.pk, person.name, is_claimed=person.is_claimed, about=person.craft, photo_id=person.photo_id
        )

    def name_of(self, person: Person | None) -> str:
        """The name alone."""
        return self.byline_for(person).name

    def byline_of(
        self, person_id: int, name: str, *, is_claimed: bool, about: str = "", photo_id: int | None = None
    ) -> Byline:
        """The same of whom a query knows no more than this."""
        if not self.is_member:
            if not is_claimed:
                return Byline(name=_("someone from the archive"), is_withheld=True)
            return Byline(name=name, person_id=person_id)
        url = address("person", self.community.slug, person_id)
        return Byline(name=name, about=about, person_id=person_id, url=url, photo_id=photo_id)


def name_beside(person: Person, community: Community) -> str:
    """The name of someone to a viewer of whom it is known that they have a standing there, as `visible_to` asks."""
    return Viewpoint(person, community, Membership()).byline_for(person).name


def byline_of_alias(sign: str) -> Byline:
    """Who wrote candidly, to whomever it is shown: somebody of the community, told from others by a sign."""
    name = _("Someone of the community · %(sign)s") % {"sign": sign}
    return Byline(name=name, about=_("writes candidly, under this sign"), is_withheld=True, is_alias=True)


def byline_outside(membership: Membership) -> Byline:
    """How someone who agreed to it (see `standing.is_named_outside`) is named outside: as they said, no more."""
    return Byline(name=membership.named_as)


def standing_of(person: Person | None, community: Community, *, now: datetime | None = None) -> Membership | None:
    """The current membership of `person` in `community`, or None."""
    if person is None:
        return None
    if now is None:
        return next(iter(_standing(person=person, community=community)), None)
    return next(iter(Membership.objects.current(now).filter(person=person, community=community)), None)


@prepared
def _standing(*, person: Person, community: Community) -> QuerySet[Membership]:
    return Membership.objects.current().filter(person=person, community=community)


def is_sponsor_of(person: Person | None, community: Community) -> bool:
    """Whether `person` sponsors the community from outside."""
    return person is not None and bool(_sponsoring(person=person, community=community))


@prepared
def _sponsoring(*, person: Person, community: Community) -> QuerySet[Membership]:
    return Membership.objects.sponsoring().filter(person=person, community=community)


@prepared
def _known(*, person: Person | None, slug: str, inside: bool) -> QuerySet[Community]:
    communities = Community.objects.open_to(person) if inside else Community.objects.visible_to(person)
    return communities.filter(slug=slug)


def look(person: Person | None, slug: str, *, inside: bool = True) -> Viewpoint:
    """The community `slug` as `person` sees it; Http404 where they may not know of it, or (with `inside`) may not
    enter.
    """
    community = _found(person, slug, inside=inside)
    standing = standing_of(person, community)
    sponsors = standing is None and is_sponsor_of(person, community)
    return Viewpoint(person=person, community=community, membership=standing, is_sponsor=sponsors)


def _found(person: Person | None, slug: str, *, inside: bool) -> Community:
    for community in _known(person=person, slug=slug, inside=inside):
        return community
    raise Http404(slug)


def enter(request: HttpRequest, slug: str, *, inside: bool = True) -> Viewpoint:
    """The viewpoint of a request; the page's spine finds it again at `request.viewpoint`.

    The reader's standings, which the spine shows anyway, say it of whoever has one here: no other query is made.
    """
    for standing in viewer_standings(request):
        if standing.community.slug == slug:
            viewpoint = Viewpoint(viewer(request), standing.community, standing)
            break
    else:
        found = _found(viewer(request), slug, inside=inside)
        sponsors = any(one.community_id == found.pk for one in viewer_sponsorships(request))
        viewpoint = Viewpoint(viewer(request), found, None, is_sponsor=sponsors)
    if is_put_away(viewpoint.community, request.path):
        raise Http404(request.path)
    request.viewpoint = viewpoint  # type: ignore[attr-defined]
    return viewpoint
