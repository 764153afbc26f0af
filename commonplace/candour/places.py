"""What candour shows on pages of lower rooms: on each page of a member, what their browser draws with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from commonplace.candour.months import before, month_of
from commonplace.candour.queries import TOKENS, is_offered
from commonplace.communities.standing import LASTING
from commonplace.communities.viewpoint import Viewpoint


def drawing(request: HttpRequest) -> Mapping[str, Any] | None:
    """Where a member's browser draws, and for which month; it asks no database, and says nothing of who reads."""
    viewpoint: Viewpoint | None = getattr(request, "viewpoint", None)
    if viewpoint is None or viewpoint.membership is None or viewpoint.membership.standing not in LASTING:
        return None
    if not is_offered(viewpoint.community):
        return None
    month = month_of(timezone.now())
    return {
        "candour": {
            "slug": viewpoint.community.slug,
            "month": month.isoformat(),
            "before": before(month).isoformat(),
            "tokens": TOKENS,
        }
    }
