"""Making, using and revoking passwords of devices."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from commonplace.devices.models import DevicePassword, Shows
from commonplace.people.models import Person
from commonplace.people.proof import Unproven, is_unproven
from commonplace.store.locks import lock

MOST_DEVICES = 20
# Without signs that one takes for another: it may have to be typed from one screen into another.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, IN_A_GROUP = 6, 4


class TooManyDevices(ValueError):
    """More passwords of devices than anyone can look after."""


def digest_of(password: str) -> str:
    """What is kept of a password, however it was typed in.

    24 signs drawn from 31 (118 bits) need no salt and no slow hash: nobody tries so many, however fast each try is,
    and a slow one would be paid for with each request of each device.
    """
    plain = "".join(sign for sign in password.lower() if sign.isalnum())
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()


def make_password(
    *, person: Person, name: str, shows: str = Shows.ALL, at: datetime | None = None
) -> tuple[DevicePassword, str]:
    """A new password for a device, and its words, which nobody can read again; raises TooManyDevices, Unproven."""
    groups = ("".join(secrets.choice(SIGNS) for _sign in range(IN_A_GROUP)) for _group in range(GROUPS))
    words = "-".join(groups)
    with transaction.atomic():
        lock(Person.objects.filter(pk=person.pk))
        if is_unproven(person):
            raise Unproven(person.pk)
        if DevicePassword.objects.filter(person=person).count() >= MOST_DEVICES:
            raise TooManyDevices(name)
        made = DevicePassword.objects.create(
            person=person, name=name, shows=shows, digest=digest_of(words), made_at=at or timezone.now()
        )
    return made, words


def note_use(*, password: DevicePassword, on: date) -> None:
    """Keep the day on which it is used; written once a day, for devices ask every few minutes."""
    if password.used_on is None or password.used_on < on:
        before = Q(used_on=None) | Q(used_on__lt=on)
        DevicePassword.objects.filter(before, pk=password.pk).update(used_on=on)


def revoke(*, password: DevicePassword) -> None:
    """Let nobody read with this password any more."""
    DevicePassword.objects.filter(pk=password.pk).delete()


def revoke_all(person: Person) -> None:
    """Let nobody read with a password of before: the owner of a mail address has proven it."""
    DevicePassword.objects.filter(person=person).delete()
