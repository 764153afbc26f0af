"""Who is a sponsor and who may read the sponsor’s page; the one file of this room that says so.

A sponsor speaks for whoever pays for the community and decides about it: by a role with that word on it, for its term.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from commonplace.communities import access
from commonplace.communities.models import Community, Membership, Role
from commonplace.communities.standing import LASTING, Standing
from commonplace.communities.stewards import NotASteward, require_steward
from commonplace.people.models import Person

__all__ = ["NotASponsor", "NotASteward", "require_sponsor", "require_steward"]


class NotASponsor(ValueError):
    """Only a sponsor of the community does this."""


def is_for_its_side(person: Person | None, path: str) -> Q:
    """Rows in whose community (its id at `path`) somebody reads what members and their sponsors read."""
    return access.has_standing(person, path)


def _sponsoring() -> QuerySet[Membership]:
    backed = Role.objects.sponsoring().filter(membership=OuterRef("pk"))
    return Membership.objects.current().filter(Exists(backed))


def sponsored_by(person: Person) -> Subquery:
    """Ids of the communities of which somebody is a sponsor."""
    return Subquery(_sponsoring().filter(person=person).values("community_id"))


def sponsors_of(community: Community) -> QuerySet[Person]:
    """Everyone who is a sponsor of a community now."""
    return Person.objects.filter(pk__in=_sponsoring().filter(community=community).values("person_id"))


def is_sponsor(person: Person, community: Community) -> bool:
    """Whether somebody is a sponsor of a community now."""
    return _sponsoring().filter(person=person, community=community).exists()


def require_sponsor(person: Person, community: Community) -> None:
    """Raises NotASponsor."""
    if not is_sponsor(person, community):
        raise NotASponsor(person.pk)


def core_of(community: Community, *, at: datetime) -> QuerySet[Membership]:
    """The core group, which reads a report before sponsors do: stewards and whoever holds a role, and no sponsor."""
    held = Role.objects.filter(Q(until=None) | Q(until__gte=at.date()), membership=OuterRef("pk"), is_shadow=False)
    backed = Role.objects.sponsoring().filter(membership=OuterRef("pk"))
    here = Membership.objects.filter(community=community, standing__in=LASTING)
    return here.filter(Q(standing=Standing.STEWARD) | Exists(held)).exclude(Exists(backed))
