"""Someone is erased: what they said came of what they tended stays nameless, or goes with their words."""

from __future__ import annotations

from datetime import datetime

from commonplace.cultivation.models import Tended
from commonplace.people.models import Person


def take_leave(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """With `withdraw`, clear what they said of it."""
    if withdraw:
        Tended.objects.filter(by=person).update(words="")
