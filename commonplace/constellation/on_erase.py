"""Someone is erased: with `withdraw`, what they told the host in their words goes."""

from __future__ import annotations

from datetime import datetime

from commonplace.constellation.models import Told
from commonplace.people.models import Person


def take_leave(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """A line of words that goes is told no more."""
    if withdraw:
        theirs = Told.objects.filter(by=person).exclude(words="")
        theirs.in_force().update(ended_at=now)
        theirs.update(words="")
