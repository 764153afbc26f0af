"""The sponsor’s page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonplace.sponsorship.queries.page import brief_of, requests_of, said_in
from commonplace.sponsorship.views.lookup import side_of
from commonplace.sponsorship.who import sponsors_of


@login_required
@require_safe
def sponsor(request: HttpRequest, slug: str) -> HttpResponse:
    """What a community was good for, what it asks, and what its sponsors said; for members and sponsors."""
    side, now = side_of(request, slug), timezone.now()
    asked = requests_of(side.viewpoint, side.person, now=now)
    context = {
        "viewpoint": side.viewpoint,
        "community": side.community,
        "side": side,
        "sponsors": side.is_sponsor or sponsors_of(side.community).exists(),
        "brief": brief_of(side.community),
        "open": asked.open,
        "answered": asked.answered,
        "asked_in_words": asked.in_words,
        "said": said_in(side.viewpoint, side.person, now=now),
    }
    return render(request, "sponsorship/sponsor.html", context)
