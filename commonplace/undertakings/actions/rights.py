"""What belongs to those who carry an undertaking, and to the stewards of its community."""

from __future__ import annotations

from commonplace.communities.viewpoint import standing_of
from commonplace.conversations.actions.rights import NotTheirs
from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.undertakings.models import Undertaking

__all__ = ["IsOver", "NotTheirs", "held_still", "may_carry", "require_hand"]


class IsOver(ValueError):
    """It has ended; what it left behind stays as it is."""


def may_carry(person: Person | None, undertaking: Undertaking) -> bool:
    """Whether `person` began it, has a hand in it or tends its community; two queries at most."""
    standing = standing_of(person, undertaking.community)
    if person is None or standing is None:
        return False
    if standing.is_steward or undertaking.begun_by_id == person.pk:
        return True
    return undertaking.hands.filter(person=person).exists()


def require_hand(by: Person, undertaking: Undertaking) -> None:
    """Raise NotTheirs unless `by` carries the undertaking."""
    if not may_carry(by, undertaking):
        raise NotTheirs(f"{by} does not carry {undertaking.pk}")


def held_still(undertaking: Undertaking) -> Undertaking:
    """The undertaking as it stands, kept to this transaction; raises IsOver."""
    found = lock(Undertaking.objects.filter(pk=undertaking.pk))
    if not found or found[0].is_over:
        raise IsOver(undertaking.pk)
    found[0].community, found[0].space = undertaking.community, undertaking.space
    return found[0]
