"""The sponsor’s page."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commonplace.communities.looks.actions import keep_look
from commonplace.communities.models import Looked
from commonplace.sponsorship.agreed import agreed_as_kept, agreed_of
from commonplace.sponsorship.queries.looks import looked_today, looks_of_sponsors
from commonplace.sponsorship.queries.on_paper import front_on_paper
from commonplace.sponsorship.queries.page import front_of, requests_of, said_in
from commonplace.sponsorship.queries.stories import released_in
from commonplace.sponsorship.views.lookup import side_of
from commonplace.value.cycles import Horizon


@login_required
@require_safe
def sponsor(request: HttpRequest, slug: str) -> HttpResponse:
    """What a community was good for, what it asks, and what its sponsors said; for members and sponsors."""
    side, now = side_of(request, slug), timezone.now()
    horizon = request.GET.get("horizon", "")
    horizon = horizon if horizon in Horizon.values else ""
    looks = looks_of_sponsors(side.person, side.community)
    if side.is_sponsor and not looked_today(looks, side.person, now=now):
        keep_look(what=Looked.SPONSORS_PAGE, by=side.person, community=side.community)
        looks = looks_of_sponsors(side.person, side.community)
    asked = requests_of(side.viewpoint, side.person, now=now)
    front, stories = front_of(side.community, horizon=horizon), released_in(side.community, side.viewpoint)
    agreed = agreed_of(agreed_as_kept(side.community, on=timezone.localdate(now)))
    context = {
        "viewpoint": side.viewpoint,
        "community": side.community,
        "side": side,
        "front": front,
        "open": asked.open,
        "answered": asked.answered,
        "asked_in_words": asked.in_words,
        "waiting": len(asked.open),
        "asked_in_all": len(asked.open) + len(asked.answered),
        "said": said_in(side.viewpoint, side.person, now=now),
        "stories": stories,
        "horizons": [("", _("All")), *((one.value, one.label) for one in Horizon)],
        "horizon": horizon,
        "agreed": agreed,
        "looks": looks,
        "paper": front_on_paper(side.community.name, front, asked, stories, agreed, looks=len(looks)),
        "place": f"{settings.BASE_URL}{request.path}",
    }
    return render(request, "sponsorship/sponsor.html", context)
