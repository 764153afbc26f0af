"""A gathering follows a protocol, or goes without one again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.gatherings.actions.changing import IsOff, IsOver
from commonplace.gatherings.actions.deeds import record
from commonplace.gatherings.actions.rights import NotTheirs, require_hand
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.protocols.models import Plan
from commonplace.protocols.protocol import Protocol, phase_told
from commonplace.store.locks import lock

__all__ = ["IsOff", "IsOver", "NotTheirs", "follow", "let_be"]


def follow(*, gathering: Gathering, protocol: Protocol, by: Person, at: datetime | None = None) -> Plan:
    """Have a gathering follow a protocol as it is now, instead of any other; raises NotTheirs, IsOff and IsOver."""
    at = at or timezone.now()
    require_hand(by, gathering)
    with transaction.atomic():
        _held_still(gathering, at=at)
        plan, is_new = Plan.objects.update_or_create(
            gathering=gathering,
            defaults={
                "protocol": protocol.code,
                "title": protocol.title,
                "phases": [phase_told(phase) for phase in protocol.phases],
                "language": protocol.language,
                "by": by,
                "at": at,
            },
        )
        if is_new:
            record("chose_protocol", by=by, gathering=gathering, at=at)
    return plan


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
