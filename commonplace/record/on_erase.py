"""Someone is erased: what they take along is theirs, and goes; whoever verifies it learns that it is not kept."""

from __future__ import annotations

from datetime import datetime

from commonplace.people.models import Person
from commonplace.record.models import Buddy, Line, Signed
from commonplace.store.wiping import to_be_wiped


def take_leave(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """Their lines, the addresses under which they were read, and that the house signed for them."""
    gone = Line.objects.filter(person=person).delete()[0] + Signed.objects.filter(person=person).delete()[0]
    Buddy.objects.filter(newcomer=person).delete()
    Buddy.objects.filter(buddy=person).delete()
    if gone:
        to_be_wiped(now=now)
