"""What sponsorship shows on pages of lower rooms: thanks of a sponsor, on what the community says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.sponsorship.models import Saying
from commonplace.sponsorship.module import MODULE

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


def for_sponsors(request: HttpRequest, *, viewpoint: Viewpoint) -> Mapping[str, Any] | None:
    """On About, for whoever sponsors it from outside: the way to their page."""
    return {"community": viewpoint.community} if is_on(viewpoint.community, MODULE) else None
