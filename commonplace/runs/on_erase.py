"""Someone is erased: their seat is free, and with `withdraw` the lines and wishes that bear their name are gone."""

from __future__ import annotations

from datetime import datetime

from commonplace.people.models import Person
from commonplace.runs.actions.noting import take_back
from commonplace.runs.models import Captured, NotAsked, Seat, Wish


def take_leave(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """Free their seat; take their lines and wishes back, or leave them without a name."""
    Seat.objects.filter(person=person).delete()
    NotAsked.objects.filter(person=person).delete()
    theirs = Wish.objects.filter(person=person)
    if withdraw:
        theirs.delete()
    else:
        theirs.update(person=None)
    if withdraw:
        for one in Captured.objects.filter(by=person).select_related("run").order_by("pk"):
            take_back(captured=one, at=now)
