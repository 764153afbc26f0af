"""Making and revoking secret addresses."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities.models import Community, Space
from commonplace.feeds.models import Opens, SecretAddress
from commonplace.people.models import Person
from commonplace.people.proof import Unproven, is_unproven
from commonplace.store.locks import lock

MOST_ADDRESSES = 40


class TooManyAddresses(ValueError):
    """More secret addresses than anyone can look after."""


def digest_of(secret: str) -> str:
    """What is kept of a secret: 32 random bytes need no salt and no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def make_address(
    *,
    person: Person,
    community: Community | None,
    space: Space | None = None,
    opens: Opens = Opens.LISTS,
    at: datetime | None = None,
) -> tuple[SecretAddress, str]:
    """A new address and its secret, which nobody can read again; what it opens is asked anew each time.

    Raises TooManyAddresses, Unproven.
    """
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        lock(Person.objects.filter(pk=person.pk))
        if is_unproven(person):
            raise Unproven(person.pk)
        if SecretAddress.objects.filter(person=person).count() >= MOST_ADDRESSES:
            raise TooManyAddresses(person.pk)
        made = SecretAddress.objects.create(
            person=person,
            community=community,
            space=space,
            opens=opens,
            digest=digest_of(secret),
            made_at=at or timezone.now(),
        )
    return made, secret


def revoke(*, address: SecretAddress) -> None:
    """Let nobody read by this address any more."""
    SecretAddress.objects.filter(pk=address.pk).delete()


def revoke_all(person: Person) -> None:
    """Let nobody read by an address of before: the owner of a mail address has proven it."""
    SecretAddress.objects.filter(person=person).delete()
