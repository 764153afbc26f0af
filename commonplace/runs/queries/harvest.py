"""What a run leaves: its lines by phase and kind, in the order in which they were kept, and no sentence more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from commonplace.communities.viewpoint import Viewpoint
from commonplace.people.models import Person
from commonplace.protocols.protocol import Capture, Phase
from commonplace.runs.models import HarvestFile, Run
from commonplace.runs.queries.scene import Line, lines_of
from commonplace.ui.addresses import address


@dataclass(frozen=True)
class Sheaf:
    """The lines of one phase, by their kinds."""

    phase: Phase
    kinds: Sequence[tuple[str, Sequence[Line]]]


def harvest_of(run: Run, viewpoint: Viewpoint | None, person: Person | None) -> dict[str, Any]:
    """What was kept, by phase and by kind; two queries at most."""
    if viewpoint is None:
        return {"run": run, "sheaves": [], "own": [], "lines": []}
    lines = lines_of(run, viewpoint)
    own = [line for line in lines if person is not None and line.captured.by_id == person.pk]
    return {"run": run, "sheaves": sheaves(run, lines), "own": own, "lines": lines}


def sheaves(run: Run, lines: Sequence[Line]) -> list[Sheaf]:
    """Lines grouped by phase, and within each by kind."""
    found = []
    for number, phase in enumerate(run.steps_of_protocol):
        here = [one for one in lines if one.captured.phase == number]
        kinds = [(str(kind.label), [one for one in here if one.captured.kind == kind]) for kind in Capture]
        if here:
            found.append(Sheaf(phase, [(label, some) for label, some in kinds if some]))
    return found


def files_of(run: Run) -> list[tuple[str, str]]:
    """Its photos and files, each by what it shows or is called, and where it is; one query."""
    slug = run.gathering.community.slug
    return [
        (one.description or one.name, address("run_photo", slug, run.gathering_id, one.pk))
        for one in HarvestFile.objects.filter(run=run).order_by("pk")
    ]
