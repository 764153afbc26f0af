"""To which circle somebody belongs in a round: told by people, through roles, and never read from what anyone did."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from commonplace.communities.models import Community, Membership, Role
from commonplace.communities.standing import LASTING, Standing
from commonplace.fitness.instruments import Circle
from commonplace.fitness.models import Round
from commonplace.lib.spread import FEWEST
from commonplace.people.models import Person


def asked_in(community: Community) -> QuerySet[Membership]:
    """Everyone inside who is asked: members and stewards; a guest is here for one thing. Sponsors outside answer by the
    link for the host's side, as whoever did not join does by theirs.
    """
    return Membership.objects.filter(community=community, standing__in=LASTING)


def is_asked(membership: Membership | None) -> bool:
    """The same of one whose membership is known."""
    return membership is not None and membership.standing in LASTING


def _host_side(community: Community) -> QuerySet[Membership]:
    backed = Role.objects.sponsoring().filter(membership=OuterRef("pk"))
    return asked_in(community).filter(Exists(backed))


def _core(community: Community, now: datetime) -> QuerySet[Membership]:
    """Stewards and all who hold a role, without the host's side."""
    held = Role.objects.filter(Q(until=None) | Q(until__gte=now.date()), membership=OuterRef("pk"))
    sponsoring = Role.objects.sponsoring().filter(membership=OuterRef("pk"))
    return asked_in(community).filter(Q(standing=Standing.STEWARD) | Exists(held)).exclude(Exists(sponsoring))


def too_small(community: Community, *, now: datetime) -> set[Circle]:
    """The core group where it has fewer than five people; others may answer by a link, however many there are."""
    return {Circle.CORE} if _core(community, now).count() < FEWEST else set()


def circle_of(person: Person, opened: Round, *, now: datetime) -> Circle | None:
    """As what somebody answers in this round; None where they are not asked."""
    here = Membership.objects.filter(person=person)
    community = opened.community
    if not asked_in(community).filter(pk__in=here).exists():
        return None
    if Circle.HOST in opened.circles and _host_side(community).filter(pk__in=here).exists():
        return Circle.HOST
    if Circle.CORE in opened.circles and _core(community, now).filter(pk__in=here).exists():
        return Circle.CORE
    return Circle.MEMBERS
