"""Some lines under a secret address, until a day; and taking that back."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from commonplace.people.models import Person
from commonplace.people.proof import Unproven, is_unproven
from commonplace.record.models import Handed, HandedLine, Line
from commonplace.store.locks import lock

__all__ = ["NothingChosen", "TooManyAddresses", "Unproven", "digest_of", "hand", "revoke", "revoke_all"]
MOST_ADDRESSES = 20


class NothingChosen(ValueError):
    """No line of theirs was chosen."""


class TooManyAddresses(ValueError):
    """More secret addresses than anyone can look after."""


def digest_of(secret: str) -> str:
    """What is kept of a secret: 32 random bytes need no salt and no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def hand(
    *, by: Person, lines: Collection[int], ends_on: date, note: str = "", at: datetime | None = None
) -> tuple[Handed, str]:
    """A new address and its secret, which nobody can read again. Raises NothingChosen, TooManyAddresses, Unproven."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        lock(Person.objects.filter(pk=by.pk))
        if is_unproven(by):
            raise Unproven(by.pk)
        if Handed.objects.filter(person=by).count() >= MOST_ADDRESSES:
            raise TooManyAddresses(by.pk)
        chosen = list(Line.objects.filter(person=by, pk__in=lines))
        if not chosen:
            raise NothingChosen(by.pk)
        made = Handed.objects.create(
            person=by, note=note, digest=digest_of(secret), ends_on=ends_on, made_at=at or timezone.now()
        )
        HandedLine.objects.bulk_create([HandedLine(handed=made, line=one) for one in chosen])
    return made, secret


def revoke(*, by: Person, handed: Handed) -> None:
    """Let nobody read by this address any more."""
    Handed.objects.filter(pk=handed.pk, person=by).delete()


def revoke_all(person: Person) -> None:
    """Let nobody read by an address of before: the owner of a mail address has proven it."""
    Handed.objects.filter(person=person).delete()


def let_go(*, now: datetime) -> None:
    """Addresses whose last day is over open nothing, and go."""
    Handed.objects.filter(ends_on__lt=timezone.localdate(now)).delete()
