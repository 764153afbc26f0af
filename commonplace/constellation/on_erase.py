"""Someone is erased: with `withdraw`, what they said in their words of a community goes."""

from __future__ import annotations

from datetime import datetime

from commonplace.constellation.models import Crossing, Relation, Told
from commonplace.people.models import Person

_FOUNDING = (Crossing.Kind.DAUGHTER, Crossing.Kind.SPLIT)


def take_leave(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """A line of words that goes is told no more."""
    if withdraw:
        theirs = Told.objects.filter(by=person).exclude(words="")
        theirs.in_force().update(ended_at=now)
        theirs.update(words="")
        Relation.objects.filter(by=person).update(words="")
        Crossing.objects.filter(by=person).update(words="", domain="")
        # What is not founded yet has no name but theirs.
        Crossing.objects.filter(by=person, kind__in=_FOUNDING, begun_at=None).update(name="")
