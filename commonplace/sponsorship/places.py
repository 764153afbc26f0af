"""What sponsorship shows on pages of lower rooms: thanks of a sponsor, and what was asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.launch.models import Obstacle
from commonplace.sponsorship.models import Request, Saying
from commonplace.sponsorship.module import MODULE
from commonplace.sponsorship.queries.requests import in_a_list
from commonplace.ui.addresses import address
from commonplace.value.models import Decision

SHOWN_FOR = timedelta(days=30)
MOST = 2


def thanks_lately(request: HttpRequest, *, viewpoint: Viewpoint) -> Mapping[str, Any] | None:
    """What a sponsor thanked for in the last month, for those inside."""
    if not viewpoint.may_read_sponsors_page or not is_on(viewpoint.community, MODULE):
        return None
    rows = Saying.objects.visible_to(viewpoint.person).thanks().filter(community=viewpoint.community)
    found = rows.filter(at__gt=timezone.now() - SHOWN_FOR).with_faces().order_by("-at", "-pk")[:MOST]
    thanks = [(one, viewpoint.byline_for(one.by)) for one in found]
    return {"thanks": thanks} if thanks else None


def of_decision(request: HttpRequest, *, viewpoint: Viewpoint, decision: Decision) -> Mapping[str, Any] | None:
    """Beneath what was decided about support: asking the sponsor for it, for stewards; no query."""
    is_theirs = decision.about == Decision.About.SUPPORT and viewpoint.is_steward
    if not is_theirs or not viewpoint.may_read_sponsors_page or not is_on(viewpoint.community, MODULE):
        return None
    return {"asking": f"{address('request_new', viewpoint.community.slug)}?from=decision.{decision.pk}"}


def for_sponsors(request: HttpRequest, *, viewpoint: Viewpoint) -> Mapping[str, Any] | None:
    """On About, for whoever sponsors it from outside: the way to their page."""
    return {"community": viewpoint.community} if is_on(viewpoint.community, MODULE) else None


def of_obstacle(request: HttpRequest, *, viewpoint: Viewpoint, obstacle: Obstacle) -> Mapping[str, Any] | None:
    """Beside what stands in the way of a launch: what was asked of the sponsor about it, or asking them; one query."""
    if not viewpoint.may_read_sponsors_page or not is_on(viewpoint.community, MODULE):
        return None
    found = Request.objects.visible_to(viewpoint.person).filter(community=viewpoint.community, obstacle=obstacle)
    latest = found.with_last_turns().order_by("-at", "-pk")[:MOST]
    asked = [(in_a_list(one, today=timezone.localdate()), one.url(viewpoint.community.slug)) for one in latest]
    waits = any(not told.is_withdrawn for told, _url in asked)
    may_ask = viewpoint.is_steward and obstacle.answered_on is None and not waits
    asking = f"{address('request_new', viewpoint.community.slug)}?from=obstacle.{obstacle.pk}" if may_ask else ""
    return {"asked": asked, "asking": asking} if asked or asking else None
