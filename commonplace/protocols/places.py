"""What protocols show on pages of other rooms: how the hour of a gathering goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.gatherings.models import Gathering
from commonplace.protocols.models import Plan

MODULE = "protocols"


def order_of(request: HttpRequest, *, viewpoint: Viewpoint, gathering: Gathering) -> Mapping[str, Any] | None:
    """The phases of a gathering in order; one query."""
    if not is_on(viewpoint.community, MODULE):
        return None
    plan = Plan.objects.filter(gathering=gathering).first()
    return {"plan": plan} if plan is not None else None
