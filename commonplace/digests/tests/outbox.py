"""The letters of a community as they stand in the outbox."""

from commonplace.letters.models import Letter
from commonplace.people.models import Person


def letters() -> dict[str, Letter]:
    """Every digest, by whom it goes to."""
    found = {one.to: one for one in Letter.objects.filter(kind="digest")}
    assert len(found) == Letter.objects.filter(kind="digest").count()
    return found


def letter_to(person: Person) -> Letter:
    return letters()[person.emailaddress_set.get().email]
