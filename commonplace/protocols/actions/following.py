"""A gathering follows a protocol, or goes without one again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from commonplace.gatherings.actions.changing import IsOff, IsOver
from commonplace.gatherings.actions.deeds import record
from commonplace.gatherings.actions.rights import NotTheirs, require_hand
from commonplace.gatherings.models import Gathering, State
from commonplace.people.models import Person
from commonplace.protocols.models import Plan
from commonplace.protocols.protocol import Protocol, phase_told
from commonplace.store.locks import lock

__all__ = ["IsOff", "IsOver", "NotTheirs", "follow", "follow_on", "let_be"]

AT_ONCE = 200


def follow(
    *, gathering: Gathering, protocol: Protocol, by: Person, goes_on: bool = False, at: datetime | None = None
) -> Plan:
    """Have a gathering follow a protocol as it is now, instead of any other; with `goes_on` every later date of its
    series, too. Raises NotTheirs, IsOff and IsOver.
    """
    at = at or timezone.now()
    require_hand(by, gathering)
    with transaction.atomic():
        _held_still(gathering, at=at)
        plan, is_new = _put_down(gathering, protocol, by=by, goes_on=goes_on and gathering.series_id is not None, at=at)
        if plan.goes_on:
            for later in _later_dates(gathering):
                _put_down(later, protocol, by=by, goes_on=True, at=at)
        if is_new:
            record("chose_protocol", by=by, gathering=gathering, at=at)
    return plan


def _put_down(
    gathering: Gathering, protocol: Protocol, *, by: Person | None, goes_on: bool, at: datetime
) -> tuple[Plan, bool]:
    said = {
        "protocol": protocol.code,
        "adaptation_id": protocol.adaptation,
        "title": protocol.title,
        "phases": [phase_told(phase) for phase in protocol.phases],
        "language": protocol.language,
        "by": by,
        "at": at,
        "goes_on": goes_on,
    }
    return Plan.objects.update_or_create(gathering=gathering, defaults=said)


def _later_dates(gathering: Gathering) -> QuerySet[Gathering]:
    later = Gathering.objects.filter(series=gathering.series_id, starts_at__gt=gathering.starts_at)
    return later.exclude(state=State.CANCELLED).order_by("pk")


def follow_on(*, now: datetime) -> int:
    """Have dates that were made since follow what the date before them in their series goes on with; how many did."""
    begun = Plan.objects.filter(goes_on=True, gathering__series=OuterRef("series"), at__lt=OuterRef("made_at"))
    bare = (
        Gathering.objects.ahead(now)
        .filter(Exists(begun))
        .exclude(Exists(Plan.objects.filter(gathering=OuterRef("pk"))))
    )
    done = 0
    for one in bare[:AT_ONCE]:
        before = Plan.objects.filter(
            goes_on=True, gathering__series=one.series_id, gathering__starts_at__lt=one.starts_at
        )
        plan = before.order_by("-gathering__starts_at", "-pk").first()
        if plan is not None:
            plan.pk, plan.gathering, plan.at = None, one, now
            Plan.objects.bulk_create([plan], ignore_conflicts=True)
            done += 1
    return done


def let_be(*, gathering: Gathering, by: Person, at: datetime | None = None) -> None:
    """Have a gathering follow no protocol any more; raises NotTheirs, IsOff and IsOver."""
    at = at or timezone.now()
    require_hand(by, gathering)
    with transaction.atomic():
        _held_still(gathering, at=at)
        Plan.objects.filter(gathering=gathering).delete()


def _held_still(gathering: Gathering, *, at: datetime) -> None:
    """Keep the gathering's row to this transaction; a date that is still looked for may have its form already."""
    found = lock(Gathering.objects.filter(pk=gathering.pk))
    if not found or found[0].is_cancelled:
        raise IsOff(gathering.pk)
    if not found[0].is_open_dated and found[0].is_over(at):
        raise IsOver(gathering.pk)
