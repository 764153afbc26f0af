"""Someone is erased: what they entered as a steward stays nameless, or goes with their words."""

from __future__ import annotations

from datetime import datetime

from commonplace.people.models import Person
from commonplace.value.models import Entered, Expectation, Sense


def take_leave(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """With `withdraw`, take away what they wrote beside a number, and the pages of what sense was made; numbers are the
    community's.
    """
    if not withdraw:
        return
    Entered.objects.filter(by=person).update(told_by="–", why="")
    Expectation.objects.filter(by=person).delete()
    Sense.objects.filter(by=person).delete()
