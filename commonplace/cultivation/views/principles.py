"""The seven principles as a page: for those who tend with its numbers, for everyone with what five people did."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonplace.communities.principles import Principle
from commonplace.communities.tendings import TENDINGS, Tending
from commonplace.communities.viewpoint import enter
from commonplace.cultivation import tendings
from commonplace.cultivation.principles.board import board
from commonplace.cultivation.principles.counted import changes, counted, span_for
from commonplace.cultivation.principles.own import Ground
from commonplace.cultivation.reading import read
from commonplace.cultivation.season.reading import season_of
from commonplace.cultivation.told_shape import shape_for


@login_required
@require_safe
def principles(request: HttpRequest, slug: str) -> HttpResponse:
    """What stands as evidence of each principle, and what to tend; strangers get 404."""
    viewpoint = enter(request, slug)
    if not viewpoint.is_member:
        raise Http404(slug)
    now, community = timezone.now(), viewpoint.community
    readings, season = read(community, now=now), season_of(viewpoint, now=now)
    span = span_for(tends=viewpoint.is_steward, now=now)
    offered: dict[Principle, list[Tending]] = {}
    if viewpoint.is_steward:
        for one in tendings.all_offered(tendings.bed_of(viewpoint, readings, now=now, season=season)):
            if (principle := TENDINGS[one.code].principle) is not None:
                offered.setdefault(principle, []).append(one)
    ground = Ground(viewpoint, readings, shape_for(viewpoint, readings), season, now)
    context = {
        "viewpoint": viewpoint,
        "community": community,
        "span": span,
        "board": board(ground, counted(community, span), offered),
        "changes": [(one, viewpoint.byline_for(one.by)) for one in changes(community, span)],
    }
    return render(request, "cultivation/principles.html", context)
