"""Someone is erased: what they said before there was a community goes with them."""

from __future__ import annotations

from datetime import datetime

from commonplace.launch.actions.interviewing import forget_letter
from commonplace.launch.models import Interview
from commonplace.people.models import Person


def take_leave(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """Erase the conversations that are written down with an address of theirs; what they wrote of others stays, for it
    is those others' to erase.
    """
    for interview in Interview.objects.filter(address__in=sorted(addresses)):
        forget_letter(interview.invitation_id or 0)
        interview.delete()
