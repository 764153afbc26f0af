"""Who looked, in one community: at everyone's, and at the reader's own."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonplace.communities.inside import as_member
from commonplace.communities.looks.queries import seen_by
from commonplace.communities.models import Look
from commonplace.people.viewer import require_viewer
from commonplace.store.paging import page


@login_required
@require_safe
def looks(request: HttpRequest, slug: str) -> HttpResponse:
    """The looks of stewards and of whoever runs the house, the latest first."""
    viewpoint, person = as_member(request, slug), require_viewer(request)
    kept = Look.objects.visible_to(person).filter(community=viewpoint.community).select_related("community", "by")
    found = page(kept, by=("-on", "-pk"), after=request.GET.get("after"), size=40)
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "page": found,
        "looks": seen_by(person, found.items),
    }
    return render(request, "communities/looks/here.html", context)
