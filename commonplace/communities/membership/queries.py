"""Who left and why, for the stewards' care; to everyone else it is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from commonplace.communities.models import Membership
from commonplace.communities.standing import Standing
from commonplace.communities.viewpoint import Byline, Viewpoint

LATELY = timedelta(days=366)
SHOWN = 20


@dataclass(frozen=True)
class Departure:
    """Someone who left, their reason if they gave one, or the words of the steward who ended it."""

    membership: Membership
    byline: Byline
    ended_by: Byline | None


def departure(membership: Membership, viewpoint: Viewpoint) -> Departure | None:
    """How this person left, as a steward may read it; None to others, and where they have not left."""
    if not viewpoint.is_steward or membership.standing != Standing.ALUMNUS:
        return None
    steward = membership.ended_by
    return Departure(
        membership, viewpoint.byline_for(membership.person), viewpoint.byline_for(steward) if steward else None
    )


def departures(viewpoint: Viewpoint, *, now: datetime) -> Sequence[Departure]:
    """Those who left within a year, the latest first; none to whoever is no steward."""
    if not viewpoint.is_steward:
        return []
    left = Membership.objects.filter(community=viewpoint.community, standing=Standing.ALUMNUS, left_at__gt=now - LATELY)
    latest = left.select_related("person", "ended_by").order_by("-left_at", "-pk")[:SHOWN]
    return [one for row in latest if (one := departure(row, viewpoint)) is not None]
