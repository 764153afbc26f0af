"""Stories of a community, and one’s own among them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonplace.communities.inside import as_member
from commonplace.communities.viewpoint import enter
from commonplace.people.viewer import require_viewer
from commonplace.store.paging import page
from commonplace.stories.queries.leads import follows
from commonplace.stories.queries.reading import lines, shown_in, unfinished, with_faces
from commonplace.stories.queries.tombs import withdrawn_in

MOST_SHOWN = 30


@require_safe
def stories(request: HttpRequest, slug: str) -> HttpResponse:
    """What others let be read, the latest first."""
    viewpoint = enter(request, slug)
    rows = with_faces(shown_in(viewpoint))
    shown = page(rows, by=("-shown_at", "-id"), after=request.GET.get("after"), size=MOST_SHOWN)
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "rows": lines(shown.items, viewpoint),
        "page": shown,
        "withdrawn": withdrawn_in(viewpoint.community) if viewpoint.is_member else 0,
        "follows": follows(viewpoint),
        "place": "all",
    }
    return render(request, "stories/stories.html", context)


@login_required
@require_safe
def stories_yours(request: HttpRequest, slug: str) -> HttpResponse:
    """One’s own, told or half told, and what one writes down for others."""
    viewpoint, person = as_member(request, slug), require_viewer(request)
    shown = page(
        unfinished(person, viewpoint), by=("-changed_at", "-id"), after=request.GET.get("after"), size=MOST_SHOWN
    )
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "rows": lines(shown.items, viewpoint),
        "page": shown,
        "follows": follows(viewpoint),
        "place": "yours",
    }
    return render(request, "stories/yours.html", context)
