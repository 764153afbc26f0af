"""Gatherings that people came to and that left nothing behind: two days after they ended, and for two weeks."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q

from commonplace.conversations.models import Post
from commonplace.gatherings.models import Gathering
from commonplace.gatherings.models.gathering import GatheringQuerySet
from commonplace.runs.models import NothingToKeep, Run

FROM = timedelta(days=2)
UNTIL = FROM + timedelta(days=14)


def unharvested(since: datetime, until: datetime) -> GatheringQuerySet:
    """Those that ended between `since` and `until`, were run or had their attendance said, and of which nothing was
    kept: no summary, nothing in the repertoire, no word in their conversation since. What moved in with a calendar asks
    for nothing, nor does what is held closer than its space: no summary of it could be posted.
    """
    runs = Run.objects.filter(gathering=OuterRef("pk"))
    after = Post.objects.filter(conversation=OuterRef("conversation"), written_at__gte=OuterRef("ends_at"))
    found: GatheringQuerySet = (
        Gathering.objects.convened()
        .filter(
            Q(attendance_at__isnull=False) | Exists(runs),
            ~Exists(runs.filter(harvested_at__isnull=False)),
            ~Exists(after),
            ~Exists(NothingToKeep.objects.filter(gathering=OuterRef("pk"))),
        )
        .filter(ends_at__gt=since, ends_at__lte=until, origin="", confidence=F("space__confidence"))
    )
    return found
