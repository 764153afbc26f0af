"""How people moved between rings in a quarter, for everyone who belongs here."""

from __future__ import annotations

import re
from datetime import UTC

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonplace.communities.viewpoint import enter
from commonplace.cultivation.movement.picture import picture
from commonplace.cultivation.movement.quarters import Quarter, quarter_of
from commonplace.cultivation.movement.reading import movement_of

QUARTER = re.compile(r"([12][0-9]{3})-([1-4])")


@login_required
@require_safe
def movement(request: HttpRequest, slug: str) -> HttpResponse:
    """The quarter that ended last, or another since the community began; 404 for strangers and for any other."""
    viewpoint = enter(request, slug)
    if not viewpoint.is_member:
        raise Http404(slug)
    community = viewpoint.community
    last = quarter_of(timezone.now().astimezone(UTC).date()).before
    first = min(quarter_of(community.since.astimezone(UTC).date()), last)
    shown = _asked(request.GET["quarter"]) if "quarter" in request.GET else last
    if not first <= shown <= last:
        raise Http404(slug)
    movement = movement_of(community, shown)
    context = {
        "viewpoint": viewpoint,
        "community": community,
        "movement": movement,
        "picture": picture(movement.flows),
        "earlier": shown.before if first < shown else None,
        "later": shown.after if shown < last else None,
    }
    return render(request, "cultivation/movement.html", context)


def _asked(words: str) -> Quarter:
    """The quarter of an address, such as 2026-3."""
    found = QUARTER.fullmatch(words)
    if found is None:
        raise Http404(words)
    return Quarter(int(found[1]), int(found[2]))
