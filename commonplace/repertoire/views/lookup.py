"""What an address of the repertoire leads to, for whoever asks."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities.models import Community
from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.conversations.views.lookup import enter_to_write
from commonplace.people.models import Person
from commonplace.repertoire.actions.rights import may_tend
from commonplace.repertoire.models import Resource
from commonplace.repertoire.models.resource import ResourceQuerySet
from commonplace.repertoire.queries.besides import besides
from commonplace.repertoire.queries.trials import will_try
from commonplace.store.prepared import prepared

UNFIT = HTTPStatus.UNPROCESSABLE_ENTITY
FULL = _("It has as many revisions as anybody can follow. Keep it anew, and let this give way.")
IN_CONFIDENCE = _("What was said there in confidence is not recorded. Tell it without names instead.")


def resource_or_404(viewpoint: Viewpoint, pk: int) -> Resource:
    """The resource of this number as the viewer may see it, with its state, how many suggestions wait, whether
    somebody who is here looks after it, whether the viewer will try it, and what there is of it besides words.
    """
    today = timezone.localdate()
    for found in _whole(person=viewpoint.person, community=viewpoint.community, pk=pk, today=today):
        found.community = viewpoint.community
        return found
    raise Http404(pk)


@prepared
def _whole(*, person: Person | None, community: Community, pk: int, today: date) -> ResourceQuerySet:
    seen = Resource.objects.visible_to(person).filter(community=community, pk=pk)
    whole = seen.with_state(today).with_suggested().with_tended().with_faces()
    return besides(whole).annotate(will_try=will_try(person))


def find(request: HttpRequest, slug: str, pk: int) -> tuple[Viewpoint, Resource]:
    """The resource of an address, from where its viewer looks."""
    viewpoint = enter(request, slug)
    return viewpoint, resource_or_404(viewpoint, pk)


def enter_to_keep(request: HttpRequest, slug: str) -> tuple[Viewpoint, Person]:
    """The viewpoint of a member, who may keep things; Http404 for strangers, raises PermissionDenied for guests."""
    viewpoint, person = enter_to_write(request, slug)
    if viewpoint.membership is not None and viewpoint.membership.is_guest:
        raise PermissionDenied
    return viewpoint, person


def find_to_say(request: HttpRequest, slug: str, pk: int) -> tuple[Viewpoint, Person, Resource]:
    """The resource for a member, who may say something to it."""
    viewpoint, person = enter_to_keep(request, slug)
    return viewpoint, person, resource_or_404(viewpoint, pk)


def find_to_tend(request: HttpRequest, slug: str, pk: int) -> tuple[Viewpoint, Person, Resource]:
    """The same for whoever looks after it, and stewards; raises PermissionDenied for others."""
    viewpoint, person, resource = find_to_say(request, slug, pk)
    if not may_tend(person, resource):
        raise PermissionDenied
    return viewpoint, person, resource
