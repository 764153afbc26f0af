"""Someone is erased: the letters that they sent in go, whatever came of them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from commonplace.mail.models import Arrival
from commonplace.people.models import Person


def forget(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """Delete every letter of theirs, with its bytes; what stands in a post stays as a post does."""
    Arrival.objects.filter(Q(person=person) | Q(sender__in=sorted(addresses))).delete()
    Arrival.objects.filter(mail_from__in=sorted(addresses)).delete()
