"""What an address of an undertaking leads to, for whoever asks."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from commonplace.communities.audience import audience_of_space
from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.conversations.views.lookup import enter_to_write
from commonplace.people.models import Person
from commonplace.undertakings.actions.rights import may_carry
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.models import Undertaking

UNFIT = HTTPStatus.UNPROCESSABLE_ENTITY


def over() -> str:
    """What is said where something was to be done to what has ended."""
    return _("It has ended; what it left behind stays as it is.")


def undertaking_or_404(viewpoint: Viewpoint, pk: int, kind: Kind | None = None) -> Undertaking:
    """The undertaking of this number, and of this kind, as the viewer may see it."""
    seen = Undertaking.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    if kind is not None:
        seen = seen.filter(kind=kind).select_related(kind.row)
    found = get_object_or_404(seen.select_related("begun_by", "space"), pk=pk)
    found.community = viewpoint.community
    return found


def find(request: HttpRequest, slug: str, pk: int, kind: Kind | None = None) -> tuple[Viewpoint, Undertaking]:
    """The undertaking of an address, from where its viewer looks."""
    viewpoint = enter(request, slug)
    return viewpoint, undertaking_or_404(viewpoint, pk, kind)


def find_to_join(
    request: HttpRequest, slug: str, pk: int, kind: Kind | None = None
) -> tuple[Viewpoint, Person, Undertaking]:
    """The same for members, who may say something to it; Http404 for everyone else."""
    viewpoint, person = enter_to_write(request, slug)
    return viewpoint, person, undertaking_or_404(viewpoint, pk, kind)


def find_to_carry(
    request: HttpRequest, slug: str, pk: int, kind: Kind | None = None
) -> tuple[Viewpoint, Person, Undertaking]:
    """The same for those who carry it, and stewards; raises PermissionDenied for other members."""
    viewpoint, person, undertaking = find_to_join(request, slug, pk, kind)
    if not may_carry(person, undertaking):
        raise PermissionDenied
    return viewpoint, person, undertaking


def deed_page(
    request: HttpRequest, viewpoint: Viewpoint, undertaking: Undertaking, deed: str, form: Any, **more: object
) -> HttpResponse:
    """The small page on which something is decided about an undertaking."""
    context = {
        "viewpoint": viewpoint,
        "undertaking": undertaking,
        "form": form,
        "sight": audience_of_space(undertaking.space, viewpoint),
        "back": undertaking.url(viewpoint.community.slug),
        **more,
    }
    status = UNFIT if form is not None and form.errors else HTTPStatus.OK
    return render(request, f"undertakings/{deed}.html", context, status=status)
