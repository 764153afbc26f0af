"""Who is in the group of an undertaking: it alone reads numbers, and no office opens that door."""

from __future__ import annotations

from commonplace.people.models import Person
from commonplace.undertakings.models import Participant, Undertaking


class NotInGroup(ValueError):
    """What belongs to the group is for nobody else: not for whoever carries it, nor for a steward."""


def in_group(person: Person | None, undertaking: Undertaking) -> Participant | None:
    """The part of `person` in its group, as long as they are here and read where it stands."""
    if person is None:
        return None
    return Participant.objects.still_here(undertaking).filter(person=person).first()


def require_in_group(by: Person, undertaking: Undertaking) -> Participant:
    """The part of `by` in its group; raises NotInGroup."""
    part = in_group(by, undertaking)
    if part is None:
        raise NotInGroup(undertaking.pk)
    return part
