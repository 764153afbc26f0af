"""What a community owns of its gatherings that were led."""

from typing import Any

from django.db.models import QuerySet

from commonplace.communities.doors import Confidence
from commonplace.communities.owned import Owned, stays
from commonplace.protocols.owned import phases_fit
from commonplace.runs.models import (
    Action,
    Captured,
    Carried,
    CaseNote,
    HarvestFile,
    NotAsked,
    NothingToKeep,
    Run,
    RunStep,
    Seat,
    WhatCame,
    Wish,
)


def _not_sealed(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.exclude(run__gathering__confidence=Confidence.SEALED)


def _of_lines_not_sealed(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.exclude(captured__run__gathering__confidence=Confidence.SEALED)


LISTS = (
    Owned("runs", Run, "gathering__community", ("wall", "stage_version"), fits=(("phases", phases_fit),)),
    Owned("steps", RunStep, "run__gathering__community"),
    Owned(
        "captured", Captured, "run__gathering__community", ("idempotency_key", "version"), "captured", rows=_not_sealed
    ),
    Owned("what_came", WhatCame, "captured__run__gathering__community", ("asked_for",), rows=_of_lines_not_sealed),
    Owned("wishes", Wish, "run__gathering__community", ("asked_at",)),
    Owned("nothing_to_keep", NothingToKeep, "gathering__community"),
    Owned("actions", Action, "captured__run__gathering__community", rows=_of_lines_not_sealed),
    Owned("carried", Carried, "captured__run__gathering__community", rows=_of_lines_not_sealed),
    Owned("harvest_files", HarvestFile, "run__gathering__community", rows=_not_sealed),
    *stays("not told before its presenter allows it; posted, it is a post", CaseNote),
    *stays("what somebody wishes for themselves", NotAsked),
    *stays("who sits at a table while it lasts", Seat),
)
