"""People known only from an archive, many at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction

from commonplace.lib.addresses import one_address
from commonplace.people.models import ArchiveAddress, Person
from commonplace.store.bulk import fitted


@dataclass(frozen=True, slots=True)
class Remembered:
    """Someone as an archive knows them: a name, when they were first heard, and the addresses they wrote from."""

    name: str
    at: datetime
    addresses: tuple[str, ...] = ()


def remember(*, people: Iterable[Remembered], archive_of: int = 0) -> list[Person]:
    """Make unclaimed persons, in order, of the archive of a community (by its key); an address that there already is
    somebody's stays theirs. Nobody is told.
    """
    people = list(people)
    with transaction.atomic():
        made = Person.objects.bulk_create(
            [
                Person(
                    name=fitted(Person, "name", one.name),
                    password=UNUSABLE_PASSWORD_PREFIX + token_hex(20),
                    claimed_at=None,
                    joined_at=one.at,
                )
                for one in people
            ],
            batch_size=500,
        )
        ArchiveAddress.objects.bulk_create(
            [
                ArchiveAddress(
                    person=person,
                    address=fitted(ArchiveAddress, "address", one_address(address)),
                    archive_of=archive_of,
                )
                for person, one in zip(made, people, strict=True)
                for address in dict.fromkeys(one.addresses)
            ],
            batch_size=500,
            ignore_conflicts=True,
        )
    return made
