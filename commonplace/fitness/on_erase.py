"""Someone is erased: what they wrote down as decided stays nameless, or goes with their words."""

from __future__ import annotations

from datetime import datetime

from commonplace.fitness.models import Decision
from commonplace.people.models import Person


def take_leave(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """With `withdraw`, take what they wrote beside a round away."""
    if withdraw:
        Decision.objects.filter(by=person).delete()
