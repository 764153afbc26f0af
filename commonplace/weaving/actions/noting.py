"""A steward notes something of talking with somebody, who reads it and may erase it; off the ledger."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities.models import Community, Membership
from commonplace.communities.stewards import ElsewhereStanding, NotASteward, require_steward
from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.store.wiping import to_be_wiped
from commonplace.weaving.models import ContactNote

__all__ = ["AboutThemselves", "ElsewhereStanding", "NotASteward", "NotTheirs", "erase_note", "note"]


class NotTheirs(ValueError):
    """Whom a note is about and who wrote it erase it."""


class AboutThemselves(ValueError):
    """A note is about somebody else who can read it: nobody stands behind a name of an archive."""


def note(*, by: Person, community: Community, person: Person, text: str, at: datetime | None = None) -> ContactNote:
    """Note something about somebody; the same words again are the same note. Raises NotASteward, ElsewhereStanding,
    AboutThemselves.
    """
    now = at or timezone.now()
    require_steward(by, community, at=now)
    if person == by or not person.is_claimed:
        raise AboutThemselves(person.pk)
    if not Membership.objects.filter(community=community, person=person).exists():
        raise ElsewhereStanding(person.pk)
    with transaction.atomic():
        lock(Person.objects.filter(pk=person.pk))
        notes = ContactNote.objects.filter(community=community, person=person, by=by, text=text)
        return notes.first() or ContactNote.objects.create(community=community, person=person, by=by, text=text, at=now)


def erase_note(*, by: Person, note: ContactNote, at: datetime | None = None) -> None:
    """Erase it for good; raises NotTheirs."""
    if by.pk not in (note.person_id, note.by_id):
        raise NotTheirs(note.pk)
    with transaction.atomic():
        ContactNote.objects.filter(pk=note.pk).delete()
        to_be_wiped(now=at or timezone.now())
