"""What leadership groups show on pages of lower rooms: the parts at a gathering, and what somebody carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.gatherings.actions.rights import may_hold
from commonplace.gatherings.actions.talking import may_be_talked_about
from commonplace.gatherings.models import Gathering
from commonplace.leadership.groups import BRIEFS
from commonplace.leadership.models import Part
from commonplace.leadership.queries.parts import parts_at
from commonplace.people.models import Person

MODULE = "leadership"


def at_gathering(request: HttpRequest, *, viewpoint: Viewpoint, gathering: Gathering) -> Mapping[str, Any] | None:
    """Who carries which part at a gathering, and the way to carry one."""
    if not is_on(viewpoint.community, MODULE) or gathering.is_cancelled:
        return None
    now = timezone.now()
    may_know = gathering.names_are_kept and viewpoint.is_member and may_hold(viewpoint.person, gathering)
    parts = parts_at(gathering, viewpoint, may_know=may_know, now=now)
    is_open = not gathering.is_over(now) and not gathering.is_open_dated
    shown = parts if is_open else [one for one in parts if one.number or one.report or one.may_report]
    if not shown:
        return None
    return {
        "parts": shown,
        "may_carry": viewpoint.is_member and is_open,
        "carries": any(one.is_own for one in parts),
        "has_begun": gathering.starts_at <= now,
        "may_write": may_be_talked_about(gathering),
    }


def of_person(request: HttpRequest, *, viewpoint: Viewpoint, person: Person) -> Mapping[str, Any] | None:
    """What somebody carries for this season, for members."""
    if not viewpoint.is_member or not is_on(viewpoint.community, MODULE):
        return None
    rows = Part.objects.for_season(viewpoint.community, timezone.now().date()).filter(person=person)
    seasons = [(BRIEFS[row.group], row.until) for row in rows.order_by("at", "pk")]
    return {"seasons": seasons} if seasons else None
