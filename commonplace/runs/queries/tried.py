"""How many takeaways of a year were tried, and how many of those helped; told of five people and more."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Q

from commonplace.communities.viewpoint import Viewpoint
from commonplace.protocols.protocol import Capture
from commonplace.runs.models import Captured, WhatCame

A_YEAR = timedelta(days=365)
LEAST = 5


class Tried(NamedTuple):
    """Of the takeaways of a year: how many were tried, of those how many helped, and by how many people they were."""

    tried: int
    helped: int
    people: int


def tried_of(viewpoint: Viewpoint, *, now: datetime) -> Tried | None:
    """Those of gatherings that the viewer may see, kept within a year; None while fewer than five people said what
    came. One query.
    """
    kept = Captured.objects.visible_to(viewpoint.person).filter(
        run__gathering__community=viewpoint.community, kind=Capture.TAKEAWAY, taken_back_at=None, at__gt=now - A_YEAR
    )
    said = Q(what_came__came__in=(WhatCame.Came.HELPED, WhatCame.Came.NOTHING))
    found = kept.aggregate(
        tried=Count("pk", filter=said),
        helped=Count("pk", filter=Q(what_came__came=WhatCame.Came.HELPED)),
        people=Count("by", filter=said, distinct=True),
    )
    return Tried(**found) if found["people"] >= LEAST else None
