"""Who is a sponsor and who may read the sponsor’s page; the one file of this room that says so.

A sponsor speaks for whoever pays for the community and decides about it: from outside, by a standing that opens no
talk, or inside, by a role with that word on it, for its term.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from commonplace.communities import access
from commonplace.communities.models import Community, Membership, Role
from commonplace.communities.standing import LASTING, Standing, is_current, is_sponsoring
from commonplace.communities.stewards import NotASteward, require_steward
from commonplace.people.models import Person

if TYPE_CHECKING:
    from commonplace.sponsorship.models import Report

__all__ = ["NotASponsor", "NotASteward", "require_sponsor", "require_steward"]


class NotASponsor(ValueError):
    """Only a sponsor of the community does this."""


def is_for_its_side(person: Person | None, path: str) -> Q:
    """Rows in whose community (its id at `path`) somebody reads what members and sponsors read; guests do not."""
    return access.sponsors_page_is_open(person, path)


def _sponsoring() -> QuerySet[Membership]:
    backed = Role.objects.sponsoring().filter(membership=OuterRef("pk"))
    inside = is_current() & Q(Exists(backed))
    return Membership.objects.filter(inside | is_sponsoring())


def sponsored_by(person: Person) -> Subquery:
    """Ids of the communities of which somebody is a sponsor."""
    return Subquery(_sponsoring().filter(person=person).values("community_id"))


def sponsors_of(community: Community) -> QuerySet[Person]:
    """Everyone who is a sponsor of a community now."""
    return Person.objects.filter(pk__in=_sponsoring().filter(community=community).values("person_id"))


def keys_of_sponsors(community: Community) -> frozenset[int]:
    """The keys of everyone who is a sponsor of a community now; one query."""
    return frozenset(_sponsoring().filter(community=community).values_list("person_id", flat=True))


def is_sponsor(person: Person, community: Community) -> bool:
    """Whether somebody is a sponsor of a community now."""
    return person.pk in keys_of_sponsors(community)


def require_sponsor(person: Person, community: Community) -> None:
    """Raises NotASponsor."""
    if not is_sponsor(person, community):
        raise NotASponsor(person.pk)


def in_core_of(person: Person, path: str) -> Q:
    """Rows in whose community (its id at `path`) somebody is one of the core group today."""
    return Q(**{f"{path}__in": Subquery(_core(timezone.now()).filter(person=person).values("community_id"))})


def core_of(community: Community, *, at: datetime) -> QuerySet[Membership]:
    """The core group, which reads a report before sponsors do: stewards and whoever holds a role, and no sponsor."""
    return _core(at).filter(community=community)


def may_release(report: Report, *, at: datetime) -> bool:
    """Whether the core group has had its days, or each of it has said that it may go; and no objection is open."""
    if not report.is_being_read:
        return False
    readings = list(report.readings.all())
    if any(one.is_open for one in readings):
        return False
    if report.was_long_enough(at):
        return True
    said = {one.person_id for one in readings}
    core = core_of(report.community, at=at).values_list("person_id", flat=True)
    return all(person in said or person == report.by_id for person in core)


def _core(at: datetime) -> QuerySet[Membership]:
    held = Role.objects.filter(Q(until=None) | Q(until__gte=at.date()), membership=OuterRef("pk"), is_shadow=False)
    backed = Role.objects.sponsoring().filter(membership=OuterRef("pk"))
    here = Membership.objects.filter(standing__in=LASTING)
    return here.filter(Q(standing=Standing.STEWARD) | Exists(held)).exclude(Exists(backed))
