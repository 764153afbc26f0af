"""Decisions, and actions with somebody who does them by a day: kept as lines, then done, moved or let go."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from commonplace.communities import access
from commonplace.gatherings.actions.deeds import record
from commonplace.gatherings.actions.rights import NotTheirs, may_hold
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.protocols.protocol import Capture
from commonplace.runs.actions.noting import IsOver, note
from commonplace.runs.models import Action, Captured, Run, Seat
from commonplace.runs.queries.asked import came
from commonplace.store.locks import lock

__all__ = ["AlreadyTaken", "HasEnded", "IsOver", "NotHere", "NotTheirs", "decide", "end", "may_add", "move", "take_on"]


class NotHere(ValueError):
    """Whoever should do it cannot see the gathering, or may not be named at it."""


class AlreadyTaken(ValueError):
    """Somebody has taken it on."""


class HasEnded(ValueError):
    """It was done, or let go."""


def may_add(person: Person | None, run: Run, *, is_host: bool, is_seated: bool) -> bool:
    """Whether `person` may add to what is kept: at the table while it lasts, afterwards who holds it or was there."""
    if person is None or not run.is_over:
        return is_seated
    if is_host:
        return True
    return came(run, person).exists()


def decide(
    *,
    run: Run,
    kind: Capture,
    words: str,
    by: Person,
    seat: Seat | None = None,
    owner: Person | None = None,
    due_on: date | None = None,
    phase: int | None = None,
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> Captured:
    """Keep a decision, or an action with who does it by when; once for each sending, and after the end too.

    Raises NotHere where `owner` does not read the gathering, or is somebody else where no name is kept.
    """
    at = at or timezone.now()
    gathering = run.gathering
    if kind != Capture.ACTION:
        owner = due_on = None
    if owner is not None and ((gathering.names_are_kept and owner != by) or not _is_here(owner, gathering)):
        raise NotHere(owner.pk)
    with transaction.atomic():
        kept = note(
            run=run,
            phase=len(run.phases) - 1 if phase is None else phase,
            kind=kind,
            words=words,
            # Where names are kept back, a line of somebody's own is one that they will do.
            person=by if owner == by or not gathering.names_are_kept else None,
            seat=None if gathering.names_are_kept else seat,
            afterwards=run.is_over,
            idempotency_key=idempotency_key,
            at=at,
        )
        if kind == Capture.ACTION:
            Action.objects.get_or_create(captured=kept, defaults={"owner": owner, **_by(due_on)})
    return kept


def _is_here(person: Person, gathering: Gathering) -> bool:
    return Person.objects.filter(access.is_here_and_reads(gathering.space), pk=person.pk).exists()


def _by(day: date | None) -> dict[str, date | datetime | None]:
    begins = timezone.make_aware(datetime.combine(day, time.min)) if day is not None else None
    return {"due_on": day, "due_at": begins}


def take_on(*, captured: Captured, by: Person) -> Action:
    """Take on what nobody does yet; twice is once. Raises NotHere, HasEnded and AlreadyTaken."""
    if not _is_here(by, captured.run.gathering):
        raise NotHere(by.pk)
    with transaction.atomic():
        action = _standing(captured)
        if action.owner_id == by.pk:
            return action
        if action.owner_id is not None:
            raise AlreadyTaken(action.pk)
        action.owner = by
        action.save(update_fields=["owner"])
    return action


def end(*, captured: Captured, by: Person, how: Action.Ended, at: datetime | None = None) -> Action:
    """Say that it is done, or let go; the first word stands. For its owner, and who holds it. Raises NotTheirs."""
    at = at or timezone.now()
    with transaction.atomic():
        try:
            action = _standing(captured)
        except HasEnded:
            return captured.action
        _require_own(action, captured, by)
        action.ended, action.ended_at = how, at
        action.save(update_fields=["ended", "ended_at"])
        if how == Action.Ended.DONE:
            record("saw_through", by=action.owner or by, gathering=captured.run.gathering, at=at)
    return action


def move(*, captured: Captured, by: Person, due_on: date) -> Action:
    """Move it to another day; for its owner, and who holds it. Raises NotTheirs and HasEnded."""
    with transaction.atomic():
        action = _standing(captured)
        _require_own(action, captured, by)
        Action.objects.filter(pk=action.pk).update(**_by(due_on))
        action.refresh_from_db()
    return action


def _standing(captured: Captured) -> Action:
    # Where no name is kept with lines, one that was kept as an action is its writer's own.
    owner = captured.by if captured.run.gathering.names_are_kept else None
    Action.objects.get_or_create(captured=captured, defaults={"owner": owner})
    (action,) = lock(Action.objects.filter(captured=captured))
    if not action.is_open:
        raise HasEnded(action.pk)
    return action


def _require_own(action: Action, captured: Captured, by: Person) -> None:
    if action.owner_id != by.pk and not may_hold(by, captured.run.gathering):
        raise NotTheirs(captured.pk)
