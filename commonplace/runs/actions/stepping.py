"""Beginning a run, and its steps: each by its number, so that two hosts who press at once make one."""

from __future__ import annotations

from datetime import datetime
from secrets import token_urlsafe

from django.db import transaction
from django.utils import timezone

from commonplace.gatherings.actions.deeds import record
from commonplace.gatherings.actions.rights import NotTheirs, require_hand
from commonplace.gatherings.models import Gathering
from commonplace.lib.protocol_clock import LONGEST_STRETCH, Act
from commonplace.live.versions import raise_version
from commonplace.people.models import Person
from commonplace.protocols.models import Plan
from commonplace.runs.models import Run, RunStep
from commonplace.store.locks import lock
from commonplace.store.wiping import to_be_wiped

TOPIC = "run"
__all__ = [
    "TOPIC",
    "AlreadyRun",
    "IsOver",
    "NoPlan",
    "NotTheirs",
    "Overtaken",
    "changed",
    "held_still",
    "start",
    "step",
]


class NoPlan(ValueError):
    """The gathering follows no protocol, or does not take place."""


class AlreadyRun(ValueError):
    """Somebody has begun already."""


class IsOver(ValueError):
    """The run has ended."""


class Overtaken(ValueError):
    """Somebody took a step first: `step` is theirs."""

    def __init__(self, step: RunStep | None) -> None:
        super().__init__(step)
        self.step = step


def start(*, gathering: Gathering, by: Person, at: datetime | None = None) -> Run:
    """Begin to run a gathering by its plan, with its clock at once; raises NotTheirs, NoPlan and AlreadyRun."""
    at = at or timezone.now()
    require_hand(by, gathering)
    with transaction.atomic():
        (standing,) = lock(Gathering.objects.filter(pk=gathering.pk)) or (None,)
        plan = Plan.objects.filter(gathering=gathering).first()
        if standing is None or plan is None or not plan.phases or standing.state != "convened":
            raise NoPlan(gathering.pk)
        if Run.objects.filter(gathering=gathering).exists():
            raise AlreadyRun(gathering.pk)
        over_days = any(phase.days for phase in plan.steps)
        run = Run.objects.create(
            gathering=gathering,
            title=plan.title,
            phases=plan.phases,
            pace="days" if over_days else "timed",
            started_by=by,
            started_at=at,
            last_number=1,
            wall=token_urlsafe(9),
        )
        RunStep.objects.create(run=run, number=1, act=Act.START, by=by, at=at)
        record("began_to_run", by=by, gathering=gathering, at=at)
        changed(run, at=at)
    return run


def step(*, run: Run, act: Act, number: int, by: Person, minutes: int = 0, at: datetime | None = None) -> RunStep:
    """Take the step of this number; raises NotTheirs, IsOver, and Overtaken where that number is taken."""
    at = at or timezone.now()
    require_hand(by, run.gathering)
    with transaction.atomic():
        standing = held_still(run)
        if number != standing.last_number + 1:
            raise Overtaken(run.steps.filter(number=number).select_related("by").first())
        taken = RunStep.objects.create(
            run=run, number=number, act=act, minutes=max(0, min(minutes, LONGEST_STRETCH)), by=by, at=at
        )
        standing.last_number = number
        standing.save(update_fields=["last_number"])
        if act in (Act.NEXT, Act.SKIP, Act.BACK):
            # Whoever spoke has spoken; small groups come back to the table.
            run.seats.update(is_speaking=False, group=None)
        if act == Act.FINISH:
            _end(standing, at=at)
        changed(standing, at=at)
    return taken


def close(*, run: Run, at: datetime) -> None:
    """End a run over days, whose last phase has closed; raises IsOver."""
    with transaction.atomic():
        standing = held_still(run)
        standing.last_number += 1
        RunStep.objects.create(run=run, number=standing.last_number, act=Act.FINISH, at=at)
        standing.save(update_fields=["last_number"])
        _end(standing, at=at)
        changed(standing, at=at)


def open_wall(*, run: Run, by: Person, is_open: bool, at: datetime | None = None) -> None:
    """Open the door for guests by a new link, or close it: who is in stays in. Raises NotTheirs and IsOver."""
    require_hand(by, run.gathering)
    with transaction.atomic():
        standing = held_still(run)
        standing.wall = token_urlsafe(9) if is_open else ""
        standing.save(update_fields=["wall"])
        changed(standing, at=at or timezone.now())


def held_still(run: Run) -> Run:
    """The run as it stands, kept to this transaction; raises IsOver."""
    standing = lock(Run.objects.filter(pk=run.pk))
    if not standing or standing[0].is_over:
        raise IsOver(run.pk)
    return standing[0]


def changed(run: Run, *, at: datetime) -> None:
    """Say to all who listen that more has changed than notes."""
    version = raise_version(TOPIC, run.gathering_id, at=at)
    Run.objects.filter(pk=run.pk).update(stage_version=version)


def _end(run: Run, *, at: datetime) -> None:
    """Who sat there and how often they spoke is kept nowhere, in the bytes neither."""
    run.finished_at, run.wall = at, ""
    run.save(update_fields=["finished_at", "wall"])
    run.seats.all().delete()
    to_be_wiped(now=at)
