"""Ways inward as a page: of oneself, for oneself alone."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonplace.communities.inside import as_member
from commonplace.communities.models import Membership
from commonplace.cultivation.inward import LOOKS_BACK, ways_of
from commonplace.people.viewer import require_viewer


@login_required
@require_safe
def inward(request: HttpRequest, slug: str) -> HttpResponse:
    """What is near to what one is known by here; nothing where one chose to follow only."""
    viewpoint = as_member(request, slug)
    person, now = require_viewer(request), timezone.now()
    membership = viewpoint.membership
    follows = membership is not None and membership.pace == Membership.Pace.FOLLOW
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "follows": follows,
        "known": [] if follows else ways_of(viewpoint, person, now=now),
        "weeks": LOOKS_BACK.days // 7,
    }
    return render(request, "cultivation/inward.html", context)
