"""The page to ask, reply, settle and take back on."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from commonplace.candour.months import before, month_of
from commonplace.candour.queries import (
    ENOUGH,
    answers_in,
    candid_spaces,
    drew,
    is_offered,
    keys_of,
    open_talk,
    pause_of,
    signs_in,
    under_signs,
)
from commonplace.communities.audience import audience_of_space, audiences_of
from commonplace.communities.joining.queries import stewards_of
from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.conversations.bylines import byline_of
from commonplace.conversations.kinds import AWAITING, MANNERS, Kind
from commonplace.conversations.models import Conversation, Outcome, Post
from commonplace.conversations.views.lookup import number_in


@never_cache
@login_required
@require_safe
def candour_ask(request: HttpRequest, slug: str) -> HttpResponse:
    """A page to ask candidly on, or to reply (`?in=` a conversation): what is typed there goes to no session.

    Nothing on it is drafted, previewed, suggested or looked up. Whoever asked says here what settled it.
    """
    viewpoint = enter(request, slug)
    if not viewpoint.is_member:
        raise Http404(slug)
    community, now = viewpoint.community, timezone.now()
    keys = keys_of(community, now=now)
    number = drew(keys.spent) if keys.spent is not None else 0
    talk, is_narrower = _talk_in(request, viewpoint)
    is_closed = hasattr(talk, "closure") or is_narrower
    context = {
        "viewpoint": viewpoint,
        "is_offered": is_offered(community),
        "number": number if number >= ENOUGH else 0,
        "enough": ENOUGH,
        "pause": pause_of(community),
        "talk": talk,
        "is_closed": is_closed,
        "is_narrower": is_narrower,
        "settled_by": talk.settlement.post_id if talk is not None and hasattr(talk, "settlement") else None,
        "signs": " ".join(signs_in(talk)) if talk is not None else "",
        "under_signs": under_signs(talk) if talk is not None else [],
        "answers": _answers(talk, viewpoint) if talk is not None and not is_narrower else [],
        "outcomes": Outcome.How.choices,
        "sight": audience_of_space(talk.space, viewpoint, names_powers=not is_closed) if talk is not None else None,
        "spaces": [] if talk is not None else _spaces(viewpoint),
        "kinds": [{"value": one, "label": Kind(one).label, "why": MANNERS[one].purpose} for one in AWAITING],
        "before": before(month_of(now)).isoformat(),
        "stewards": [viewpoint.byline_for(row.person) for row in stewards_of(community)],
    }
    return render(request, "candour/ask.html", context)


def _talk_in(request: HttpRequest, viewpoint: Viewpoint) -> tuple[Conversation | None, bool]:
    """The conversation that the address names, and whether it is for fewer than every member by now: then whoever wrote
    there under a sign, and still reads it, takes back what they said, and no more.
    """
    if "in" not in request.GET:
        return None, False
    beside = "space__community", "closure", "settlement"
    here = number_in(request.GET["in"]) or 0
    if talk := open_talk(viewpoint.community).select_related(*beside).filter(pk=here).first():
        return talk, False
    theirs = Conversation.objects.visible_to(viewpoint.person).filter(community=viewpoint.community, pk=here)
    talk = theirs.select_related(*beside).first()
    if talk is None or not signs_in(talk):
        raise Http404(viewpoint.community.slug)
    return talk, True


def _answers(talk: Conversation, viewpoint: Viewpoint) -> list[tuple[Post, str]]:
    return [(one, byline_of(one, viewpoint).name) for one in answers_in(talk)] if talk.alias else []


def _spaces(viewpoint: Viewpoint) -> list[dict[str, Any]]:
    spaces = list(candid_spaces(viewpoint.community))
    sights = audiences_of(spaces, viewpoint)
    return [{"value": one.slug, "label": one.name, "why": sights[one.pk].sentence} for one in spaces]
