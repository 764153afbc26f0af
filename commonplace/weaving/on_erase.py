"""Someone is erased: of the introductions that they were one side of nothing is left, for whoever was the other."""

from __future__ import annotations

from datetime import datetime

from commonplace.people.models import Person
from commonplace.weaving.models import Introduction


def take_leave(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """What the steward wrote to both may name them; with `withdraw`, what they wrote to two others goes too."""
    Introduction.objects.filter(sides__person=person).delete()
    if withdraw:
        Introduction.objects.filter(by=person).update(words="")
