"""Someone gets an account, and says who they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone

from commonplace.lib.addresses import one_address
from commonplace.people.models import Affiliation, Person
from commonplace.store.locks import lock


class AddressTaken(ValueError):
    """Someone else already signs in with this address."""


def register(
    *, name: str, address: str, is_confirmed: bool = False, password: str | None = None, **profile: Any
) -> Person:
    """Make a person who can sign in by mail at `address`; raises AddressTaken.

    Whoever has proved that an address is theirs is not kept out by someone who only typed it.
    """
    address = one_address(address)
    try:
        with transaction.atomic():
            same = EmailAddress.objects.filter(email__iexact=address)
            if (same.filter(verified=True) if is_confirmed else same).exists():
                raise AddressTaken(address)
            same.filter(verified=False).delete()
            person = Person.objects.create_user(name=name, password=password, **profile)
            EmailAddress.objects.create(user=person, email=address, verified=is_confirmed, primary=True)
    except IntegrityError as error:
        # Of two who came with it at once, the other was first.
        raise AddressTaken(address) from error
    return person


def change_profile(*, person: Person, **fields: Any) -> Person:
    """Change what someone says of themselves; whatever is not given stays."""
    for field, value in fields.items():
        setattr(person, field, value)
    person.changed_at = timezone.now()
    person.save(update_fields=[*fields, *(["folded_name"] if "name" in fields else []), "changed_at"])
    return person


@dataclass(frozen=True)
class Belonging:
    """Where someone works or belongs, before it is kept."""

    organisation: str
    unit: str = ""
    country: str = ""


def belong(*, person: Person, belongings: Sequence[Belonging]) -> None:
    """Keep someone's affiliations, the first of them the main one; what is not among them goes."""
    wanted = list(dict.fromkeys(one for one in belongings if one.organisation))
    kept: dict[tuple[str, str], Belonging] = {}
    for one in wanted:
        kept.setdefault((one.organisation, one.unit), one)
    with transaction.atomic():
        lock(Person.objects.filter(pk=person.pk))
        person.affiliations.all().delete()
        Affiliation.objects.bulk_create(
            Affiliation(
                person=person, organisation=one.organisation, unit=one.unit, country=one.country, is_main=place == 0
            )
            for place, one in enumerate(kept.values())
        )
        change_profile(person=person)
