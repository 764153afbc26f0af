"""Someone is erased: their seat is free, and with `withdraw` the lines that bear their name are gone."""

from __future__ import annotations

from datetime import datetime

from commonplace.people.models import Person
from commonplace.runs.actions.noting import take_back
from commonplace.runs.models import Captured, Seat


def take_leave(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """Free their seat; take their lines back, or leave them without a name."""
    Seat.objects.filter(person=person).delete()
    if withdraw:
        for one in Captured.objects.filter(by=person).select_related("run").order_by("pk"):
            take_back(captured=one, at=now)
