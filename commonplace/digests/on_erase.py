"""Someone is erased: what they wrote into letters of a community goes, and letters that wait are set without them."""

from __future__ import annotations

from datetime import datetime

from commonplace.digests.actions.looking import look_anew
from commonplace.digests.models import Issue, Item
from commonplace.people.models import Person


def take_leave(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """With `withdraw`, take their words out of letters, and why they chose what stands there."""
    if withdraw:
        Issue.objects.filter(words_by=person).update(words="")
        Item.objects.filter(chosen_by=person).update(why="")
    # Of every community, since what one keeps is told in letters of others to whom it is lent.
    look_anew(Issue.objects.all())
