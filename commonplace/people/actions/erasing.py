"""Someone goes for good: their name and all that is theirs, while what others built on may stay, by nobody's name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, override

from commonplace.files.actions import throw_away
from commonplace.letters.actions import forget_letters_to
from commonplace.letters.links import forget_about
from commonplace.letters.looking_again import look_again
from commonplace.lib.addresses import one_address
from commonplace.people.mine import MINE, Erasing
from commonplace.people.models import ArchiveAddress, Merger, Person
from commonplace.store.locks import lock
from commonplace.store.registry import Hook
from commonplace.store.wiping import to_be_wiped

# Called as `callback(person, now)` before anything is done: a room that cannot let them go raises CannotGoYet.
MAY_ERASE: Hook[Person, datetime] = Hook("may someone be erased")
# Called as `callback(person, withdraw, now)`: what may be much, a room takes back in short transactions of its own, so
# that the last one is short.
BEFORE_ERASING: Hook[Person, bool, datetime] = Hook("before someone is erased")
# Called as `callback(person, addresses, withdraw, now)`, from the roof down: rooms take back what is counted, and
# clear what names someone without a key to them.
ON_ERASE: Hook[Person, frozenset[str], bool, datetime] = Hook("when someone is erased")


class CannotGoYet(ValueError):
    """A room needs something done first; its own exception says what, to whoever wants to go too."""

    said: str | Promise = ""


class StillNamed(RuntimeError):
    """Rows still lead to someone who was to be gone; nothing was changed."""


def begin_to_erase(*, person: Person, withdraw: bool, at: datetime | None = None) -> None:
    """Take back what may be much, in short steps between which others write; for callers whose transaction is long.

    What it did stays done where the process dies: they are still here, with fewer words, and may go again. Raises
    CannotGoYet.
    """
    now = at or timezone.now()
    MAY_ERASE(person, now)
    BEFORE_ERASING.downward(person, withdraw, now)


def erase(*, person: Person, withdraw: bool, at: datetime | None = None) -> None:
    """Take someone out of the house; with `withdraw`, their words too, else these stay without a name.

    Much of it is done before, in short steps; then they go at once or not at all. Whoever is gone already stays gone.
    Raises CannotGoYet.
    """
    now = at or timezone.now()
    begin_to_erase(person=person, withdraw=withdraw, at=now)
    with transaction.atomic():
        standing = lock(Person.objects.filter(pk=person.pk))
        if not standing:
            return
        (person,) = standing
        MAY_ERASE(person, now)
        addresses, typed = frozenset(addresses_of(person)), frozenset(typed_by(person))
        names = frozenset(_names_of(person))
        ON_ERASE.downward(person, addresses, withdraw, now)
        # From here on nobody writes another row that names them.
        lock(Person.objects.filter(pk=person.pk), even_names=True)
        forget_letters_to(addresses=addresses, typed=typed)
        forget_about(person=person.pk)
        keys = UserSession.objects.filter(user=person).values_list("session_key", flat=True)
        Session.objects.filter(session_key__in=list(keys)).delete()
        _walk(person)
        if left := list(_left_of(person)):
            raise StillNamed(", ".join(left))
        photo = person.photo_id
        person.delete()
        throw_away(ids=[photo] if photo else [])
        to_be_wiped(now=now)
    if look_again(names=names, nobody=_nobody_to, now=now):
        to_be_wiped(now=now)


def addresses_of(person: Person) -> Iterator[str]:
    """Every mail address that the house knows as someone's, in its one spelling.

    One that they only typed may be another's, whose letters, seats and invitations are not theirs to take away.
    """
    for address in EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True):
        yield one_address(address)
    for address in ArchiveAddress.objects.filter(person=person).values_list("address", flat=True):
        yield one_address(address)


def typed_by(person: Person) -> Iterator[str]:
    """Addresses that someone gave and did not confirm."""
    for address in EmailAddress.objects.filter(user=person, verified=False).values_list("email", flat=True):
        yield one_address(address)


def _names_of(person: Person) -> Iterator[str]:
    yield person.name
    yield from Merger.objects.filter(kept=person).values_list("merged_name", flat=True)


def _nobody_to(address: str) -> str:
    """What stands for someone who was erased, for the reader at an address."""
    reader = Person.objects.filter(emailaddress__email=address, emailaddress__verified=True).first()
    with override((reader.language if reader is not None else "") or settings.LANGUAGE_CODE):
        return gettext("someone who has left")


def _walk(person: Person) -> None:
    """Let every row go, or stay without a name, as its room declared."""
    confirmed = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    # A name out of an archive that has their address, and that they never took, has it no more.
    ArchiveAddress.objects.filter(address__in=[one_address(address) for address in confirmed]).delete()
    for mine in MINE:
        if mine.erasing is Erasing.GOES:
            mine.all_of(person).delete()
        elif mine.erasing is Erasing.NAMELESS:
            mine.all_of(person).update(**{mine.of: None})


def _left_of(person: Person) -> Iterator[str]:
    for relation in Person._meta.related_objects:
        rows = relation.related_model._base_manager.filter(**{relation.field.name: person.pk})
        if rows.exists():
            yield f"{relation.related_model._meta.label}.{relation.field.name}"
