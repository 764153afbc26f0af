"""What a launch page tells: who starts it, and what was said to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from commonplace.communities.models import SpaceSeat
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.gatherings.models import Gathering
from commonplace.launch.models import Interview, Launch, Obstacle, Start, Step
from commonplace.launch.planned import PHASES, Phase, Planned, phase_of
from commonplace.launch.strands import STRANDS, Strand
from commonplace.people.models import Person

MOST = 300  # conversations that a page counts; ten to twenty are usual
FEWEST_CORE, MOST_CORE = 4, 8


@dataclass(frozen=True)
class Told:
    """A conversation, and who held it as the reader may know them."""

    interview: Interview
    byline: Byline


@dataclass(frozen=True)
class Sketched:
    """A phase of the ninety days, its lines with what became of each, and whether one is in it."""

    phase: Phase
    lines: Sequence[tuple[str | Promise, str]]
    is_here: bool


@dataclass(frozen=True)
class ToldStrand:
    """A strand, its steps with what became of each, and how much stands in its way."""

    strand: Strand
    steps: Sequence[tuple[str | Promise, Step | None]]
    in_the_way: int


def launch_for(viewpoint: Viewpoint) -> Launch | None:
    """The launch of this community, where the reader starts it."""
    found = Launch.objects.started_by(viewpoint.person).filter(community=viewpoint.community)
    launch = found.select_related("space", "start__issue").first()
    if launch is not None:
        launch.community = viewpoint.community
    return launch


def core_of(launch: Launch, viewpoint: Viewpoint) -> list[Byline]:
    """Who sits in the core group, in the order in which they came to it."""
    seats = SpaceSeat.objects.filter(space=launch.space_id).select_related("person").order_by("since", "pk")
    return [viewpoint.byline_for(seat.person) for seat in seats]


def interviews_of(launch: Launch, person: Person | None) -> list[Interview]:
    """Conversations of a launch, the latest first, and those that are only promised after them."""
    found = Interview.objects.visible_to(person).filter(launch=launch).select_related("by")
    rows = list(found.order_by("-at", "-pk")[:MOST])
    for one in rows:
        one.launch = launch
    held = sorted((one for one in rows if one.on is not None), key=lambda one: (one.on, one.pk), reverse=True)
    return [*held, *(one for one in rows if one.on is None)]


def told(interviews: Iterable[Interview], viewpoint: Viewpoint) -> Sequence[Told]:
    """The same with who held each."""
    return [Told(one, viewpoint.byline_for(one.by)) for one in interviews]


def start_of(launch: Launch) -> Start | None:
    """How it begins, where that is chosen."""
    start: Start | None = getattr(launch, "start", None)
    if start is not None:
        start.launch = launch
    return start


def dates_of(start: Start | None, person: Person | None) -> list[Gathering]:
    """The first dates that the reader may see, in their order."""
    if start is None or start.series_id is None:
        return []
    return list(Gathering.objects.visible_to(person).filter(series=start.series_id).order_by("starts_at", "pk"))


def sketch_of(states: Mapping[str, str], day: int) -> list[Sketched]:
    """The ninety days, with what became of each line by its code."""
    here = phase_of(day)
    return [
        Sketched(phase, [(line.line, states.get(line.code, "")) for line in phase.lines], phase is here)
        for phase in PHASES
    ]


def obstacles_of(launch: Launch) -> list[Obstacle]:
    """What stands in the way: first what nobody was asked about, then what waits for an answer, then the rest."""
    order = list(Obstacle.Status)
    return sorted(launch.obstacles.order_by("-at", "-pk"), key=lambda one: order.index(one.status))


def strands_of(steps: Mapping[str, Step], obstacles: Iterable[Obstacle]) -> list[ToldStrand]:
    """The six strands with what became of their steps, without what is crossed out, and what is in their way."""
    still = Counter(one.strand for one in obstacles if one.status != Obstacle.Status.ANSWERED)
    return [
        ToldStrand(
            strand, [(step.line, steps.get(step.code)) for step in strand.steps if _is_in(steps, step)], still[code]
        )
        for code, strand in STRANDS.items()
    ]


def _is_in(steps: Mapping[str, Step], step: Planned) -> bool:
    return step.code not in steps or steps[step.code].state != Step.State.OUT
