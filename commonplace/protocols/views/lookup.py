"""What an address of a protocol leads to, for whoever asks."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import get_language

from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.conversations.views.lookup import enter_to_write
from commonplace.people.models import Person
from commonplace.protocols.models import Adaptation
from commonplace.protocols.protocol import Protocol
from commonplace.protocols.queries import here
from commonplace.ui.addresses import address


def find(request: HttpRequest, slug: str, ref: str) -> tuple[Viewpoint, Protocol, Adaptation | None]:
    """The protocol of an address, in the reader's language, from where its viewer looks."""
    viewpoint = enter(request, slug)
    return viewpoint, *found(viewpoint, ref)


def find_to_make(request: HttpRequest, slug: str, ref: str) -> tuple[Viewpoint, Person, Protocol, Adaptation | None]:
    """The same for members, in the community's language; Http404 for strangers, PermissionDenied for guests."""
    viewpoint, person = enter_to_make(request, slug)
    return viewpoint, person, *found(viewpoint, ref, language=viewpoint.community.language)


def enter_to_make(request: HttpRequest, slug: str) -> tuple[Viewpoint, Person]:
    """The viewpoint of a member who may make something here; Http404 for strangers, PermissionDenied for guests."""
    viewpoint, person = enter_to_write(request, slug)
    if viewpoint.membership is not None and viewpoint.membership.is_guest:
        raise PermissionDenied
    return viewpoint, person


def found(viewpoint: Viewpoint, ref: str, *, language: str = "") -> tuple[Protocol, Adaptation | None]:
    """The protocol of this name and its row, if it has one; Http404."""
    try:
        return here.find(viewpoint, ref, language=language or get_language() or "en")
    except here.NotHere:
        raise Http404(ref) from None


def page_url(viewpoint: Viewpoint, ref: str) -> str:
    """Where a protocol stands."""
    return address("protocol", viewpoint.community.slug, ref)
