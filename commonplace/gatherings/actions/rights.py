"""What belongs to those who hold a gathering, and to the stewards of its community."""

from __future__ import annotations

from commonplace.communities.viewpoint import standing_of
from commonplace.conversations.actions.rights import NotTheirs
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person

__all__ = ["NotTheirs", "may_hold", "require_hand"]


def may_hold(person: Person | None, gathering: Gathering) -> bool:
    """Whether `person` convened it, holds it or tends its community; two queries at most."""
    standing = standing_of(person, gathering.community)
    if person is None or standing is None:
        return False
    if standing.is_steward or gathering.convener_id == person.pk:
        return True
    return gathering.hosts.filter(person=person).exists()


def require_hand(by: Person, gathering: Gathering) -> None:
    """Raise NotTheirs unless `by` may change the gathering."""
    if not may_hold(by, gathering):
        raise NotTheirs(f"{by} does not hold {gathering.pk}")
