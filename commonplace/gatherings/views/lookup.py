"""What an address of a gathering leads to, for whoever asks."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse

from commonplace.communities.models import Community
from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.conversations.views.lookup import enter_to_write
from commonplace.gatherings.actions.rights import may_hold
from commonplace.gatherings.models import Gathering
from commonplace.gatherings.models.gathering import GatheringQuerySet
from commonplace.people.models import Person
from commonplace.store.prepared import prepared


def gathering_or_404(viewpoint: Viewpoint, pk: int) -> Gathering:
    """The gathering of this number, as the viewer may see it."""
    for found in _whole(person=viewpoint.person, community=viewpoint.community, pk=pk):
        found.community = viewpoint.community
        return found
    raise Http404(pk)


@prepared
def _whole(*, person: Person | None, community: Community, pk: int) -> GatheringQuerySet:
    seen = Gathering.objects.visible_to(person).filter(community=community, pk=pk)
    return seen.with_faces().select_related("conversation")


def find(request: HttpRequest, slug: str, pk: int) -> tuple[Viewpoint, Gathering]:
    """The gathering of an address, from where its viewer looks."""
    viewpoint = enter(request, slug)
    return viewpoint, gathering_or_404(viewpoint, pk)


def find_to_answer(request: HttpRequest, slug: str, pk: int) -> tuple[Viewpoint, Person, Gathering]:
    """The same for members, who may say something to it; Http404 for everyone else."""
    viewpoint, person = enter_to_write(request, slug)
    return viewpoint, person, gathering_or_404(viewpoint, pk)


def find_to_hold(request: HttpRequest, slug: str, pk: int) -> tuple[Viewpoint, Person, Gathering]:
    """The same for those who hold it, and stewards; raises PermissionDenied for other members."""
    viewpoint, person, gathering = find_to_answer(request, slug, pk)
    if not may_hold(person, gathering):
        raise PermissionDenied
    return viewpoint, person, gathering


def page_url(gathering: Gathering, viewpoint: Viewpoint) -> str:
    """Where a gathering stands."""
    return reverse("gathering", args=[viewpoint.community.slug, gathering.pk])
