"""From where somebody reads the sponsor’s page, and what an address beneath it leads to."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from commonplace.communities.models import Community
from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.people.models import Person
from commonplace.sponsorship.models import Request
from commonplace.sponsorship.who import keys_of_sponsors

UNFIT = HTTPStatus.UNPROCESSABLE_ENTITY


@dataclass(frozen=True)
class Side:
    """From where somebody reads the sponsor’s page: as a sponsor, as one of the community, or as both."""

    viewpoint: Viewpoint
    person: Person
    sponsors: frozenset[int]

    @property
    def is_sponsor(self) -> bool:
        """Whether they read it as a sponsor."""
        return self.person.pk in self.sponsors

    @property
    def community(self) -> Community:
        return self.viewpoint.community

    @property
    def is_steward(self) -> bool:
        return self.viewpoint.is_steward


def side_of(request: HttpRequest, slug: str) -> Side:
    """From where a request reads; raises Http404 for whoever is neither a member nor a sponsor."""
    # Nobody’s standing outside opens the rooms of a private community: this page is for them all the same.
    viewpoint = enter(request, slug, inside=False)
    if viewpoint.person is None or not viewpoint.may_read_sponsors_page:
        raise Http404(slug)
    # Whoever stands outside is known to be one; nobody else need be looked for.
    keys = frozenset([viewpoint.person.pk]) if viewpoint.is_sponsor else keys_of_sponsors(viewpoint.community)
    return Side(viewpoint, viewpoint.person, keys)


def as_sponsor(request: HttpRequest, slug: str) -> Side:
    """The same for what a sponsor alone does; raises PermissionDenied for others who read the page."""
    side = side_of(request, slug)
    if not side.is_sponsor:
        raise PermissionDenied
    return side


def as_tending(request: HttpRequest, slug: str) -> Side:
    """The same for what stewards do; raises PermissionDenied for others who read the page."""
    side = side_of(request, slug)
    if not side.is_steward:
        raise PermissionDenied
    return side


def find_request(side: Side, pk: int) -> Request:
    """One request of this community; Http404 where there is none."""
    seen = Request.objects.visible_to(side.person).filter(community=side.community)
    found: Request = get_object_or_404(seen.with_turns(), pk=pk)
    found.community = side.community
    return found


def back_to(slug: str, anchor: str = "leaf") -> HttpResponseRedirect:
    """To a place on the sponsor’s page."""
    return HttpResponseRedirect(f"{reverse('sponsor', args=[slug])}#{anchor}")


def status_of(request: HttpRequest) -> int:
    """What a page answers on which a form stands: a form that was sent and stands again was not fit."""
    return UNFIT if request.method == "POST" else HTTPStatus.OK
