"""Everything that changes a person."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from commonplace.people.models import Person


class AddressTaken(ValueError):
    """Someone else already signs in with this address."""


def register(*, name: str, address: str, is_confirmed: bool = False, password: str | None = None, **profile: Any) -> Person:
    """Make a person who can sign in by mail at `address`; raises AddressTaken."""
    address = address.strip().lower()
    with transaction.atomic():
        if EmailAddress.objects.filter(email__iexact=address).exists():
            raise AddressTaken(address)
        person = Person.objects.create_user(name=name, password=password, **profile)
        EmailAddress.objects.create(user=person, email=address, verified=is_confirmed, primary=True)
    return person


def change_profile(*, person: Person, **fields: Any) -> Person:
    """Change what someone says of themselves; whatever is not given stays."""
    for field, value in fields.items():
        setattr(person, field, value)
    person.changed_at = timezone.now()
    person.save(update_fields=[*fields, "changed_at"])
    return person
