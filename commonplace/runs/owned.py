"""What a community owns of its gatherings that were led."""

from typing import Any

from django.db.models import QuerySet

from commonplace.communities.owned import Owned, stays
from commonplace.gatherings.confidence import Confidence
from commonplace.protocols.owned import phases_fit
from commonplace.runs.models import Captured, Run, RunStep, Seat


def _not_sealed(lines: QuerySet[Any]) -> QuerySet[Any]:
    return lines.exclude(run__gathering__confidence=Confidence.SEALED)


LISTS = (
    Owned("runs", Run, "gathering__community", ("wall", "stage_version"), fits=(("phases", phases_fit),)),
    Owned("steps", RunStep, "run__gathering__community"),
    Owned(
        "captured", Captured, "run__gathering__community", ("idempotency_key", "version"), "captured", rows=_not_sealed
    ),
    *stays("who sits at a table while it lasts", Seat),
)
