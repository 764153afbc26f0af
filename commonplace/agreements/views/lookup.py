"""What an address of a proposal leads to, for whoever asks."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from commonplace.agreements.models import Proposal
from commonplace.communities.audience import audience_inside
from commonplace.communities.inside import as_member
from commonplace.communities.viewpoint import Viewpoint


def find(request: HttpRequest, slug: str, pk: int) -> tuple[Viewpoint, Proposal]:
    """The proposal of an address, from where its viewer looks; Http404 where they may not see it."""
    viewpoint = as_member(request, slug)
    seen = Proposal.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    proposal = get_object_or_404(seen.with_faces(), pk=pk)
    proposal.community = viewpoint.community
    return viewpoint, proposal


def back_to(proposal: Proposal, slug: str, anchor: str = "leaf") -> HttpResponseRedirect:
    """To a place on the page of a proposal."""
    return HttpResponseRedirect(f"{proposal.url(slug)}#{anchor}")


def deed_page(
    request: HttpRequest, viewpoint: Viewpoint, deed: str, form: Any, *, back: str, **more: object
) -> HttpResponse:
    """The small page on which something is decided."""
    context = {"viewpoint": viewpoint, "form": form, "back": back, "sight": audience_inside(viewpoint), **more}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form is not None and form.errors else HTTPStatus.OK
    return render(request, f"agreements/{deed}.html", context, status=status)
