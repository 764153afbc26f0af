"""What is a person's in runs: the lines they kept under their name, and for an hour a seat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from commonplace.communities.mine import told_where
from commonplace.gatherings.models import Gathering
from commonplace.people.mine import Erasing, Mine
from commonplace.people.models import Person
from commonplace.runs.models import Captured, Run, RunStep, Seat


def _title(person: Person) -> Mapping[str, Any]:
    seen = Q(run__gathering__in=Gathering.objects.visible_to(person))
    return {"gathering_title": told_where(seen, "run__gathering__title")}


LISTS = (
    Mine(
        "lines_kept",
        Captured,
        "by",
        Erasing.NAMELESS,
        ("run__gathering_id", "kind", "words", "at", "ask_on"),
        named=_title,
        order=380,
    ),
    Mine("seats_at_tables", Seat, "person", Erasing.GOES, ("run__gathering_id", "sat_at", "part"), order=381),
    Mine("runs_begun", Run, "started_by", Erasing.NAMELESS, why="told with the gathering"),
    Mine("steps_taken", RunStep, "by", Erasing.NAMELESS, why="told with the gathering"),
)
