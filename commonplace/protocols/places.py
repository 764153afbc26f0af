"""What protocols show on pages of other rooms: how the hour of a gathering goes, and where one finds a form for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.gatherings.models import Gathering
from commonplace.protocols.models import Plan
from commonplace.protocols.wording import span_said

MODULE = "protocols"


def order_of(request: HttpRequest, *, viewpoint: Viewpoint, gathering: Gathering) -> Mapping[str, Any] | None:
    """The phases of a gathering in order, and for those who hold it a way to choose them; two queries at most."""
    if not is_on(viewpoint.community, MODULE):
        return None
    plan = Plan.objects.filter(gathering=gathering).first()
    may_choose = _may_choose(viewpoint, gathering)
    if plan is None:
        return {"plan": None, "may_choose": True} if may_choose else None
    differs = plan.minutes - gathering.minutes
    return {
        "plan": plan,
        "may_choose": may_choose,
        "steps": [(phase, span_said(phase)) for phase in plan.steps],
        "left": -differs if differs < 0 else 0,
        "over": differs if differs > 0 and may_choose else 0,
    }


def _may_choose(viewpoint: Viewpoint, gathering: Gathering) -> bool:
    """Whether the viewer holds it, and it lies ahead or is under way."""
    person = viewpoint.person
    if person is None or not viewpoint.is_member or gathering.is_cancelled:
        return False
    if gathering.is_over(timezone.now()) and not gathering.is_open_dated:
        return False
    if viewpoint.is_steward or gathering.convener_id == person.pk:
        return True
    return gathering.hosts.filter(person=person).exists()


def beside_list(request: HttpRequest, *, viewpoint: Viewpoint) -> Mapping[str, Any] | None:
    """Where one finds a form to meet in, beside the list of gatherings."""
    return {} if is_on(viewpoint.community, MODULE) else None
