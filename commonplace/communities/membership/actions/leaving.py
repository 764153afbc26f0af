"""Someone goes; what they wrote stays, under their name."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.membership.actions.counting import count_in
from commonplace.communities.models import Community, JoinRequest, Lead, Membership, Role, SpaceSeat
from commonplace.communities.standing import Standing
from commonplace.communities.viewpoint import standing_of
from commonplace.people.models import Person
from commonplace.store.locks import lock


class NotIn(ValueError):
    """There is no standing to lay down."""


class LastSteward(ValueError):
    """Someone must tend the community; another steward first."""


def leave(
    *, person: Person, community: Community, why: str = "", ended_by: Person | None = None, at: datetime | None = None
) -> Membership:
    """Lay down one's standing, seats and roles; `why` goes to the stewards' care alone, and is theirs where one of
    them ended it. Raises NotIn, LastSteward.
    """
    now = at or timezone.now()
    with transaction.atomic():
        lock(Community.objects.filter(pk=community.pk))
        membership = standing_of(person, community, now=now)
        if membership is None:
            raise NotIn(community.slug)
        if membership.is_steward and not is_another_steward(community, person):
            raise LastSteward(community.slug)
        membership.standing, membership.left_at, membership.until = Standing.ALUMNUS, now, None
        membership.left_why, membership.ended_by = why, ended_by
        membership.named_as, membership.named_at = "", None
        membership.save(update_fields=["standing", "left_at", "until", "left_why", "ended_by", "named_as", "named_at"])
        # A guest who asked to stay takes the question along.
        asked = JoinRequest.objects.filter(person=person, community=community, answered_at__isnull=True)
        asked.update(answered_at=now, accepted=False)
        SpaceSeat.objects.filter(person=person, space__community=community).delete()
        # What they said of others goes along; what was said of them waits for them.
        Lead.objects.said_by(person).of_others().filter(community=community).delete()
        _end_roles(membership, on=timezone.localdate(now))
        count_in(community, [person], by=-1)
        ledger.record(verb="left", person=person, community=community, at=now, what="membership", what_id=membership.pk)
    return membership


def _end_roles(membership: Membership, *, on: date) -> None:
    """What has begun ends; a role that had not goes as if it had not been given."""
    roles = Role.objects.filter(membership=membership)
    roles.filter(since__gt=on).delete()
    roles.filter(Q(until__isnull=True) | Q(until__gt=on)).update(until=on)


def is_another_steward(community: Community, person: Person) -> bool:
    """Whether someone besides `person` tends the community."""
    stewards = Membership.objects.filter(community=community, standing=Standing.STEWARD)
    return stewards.exclude(person=person).exists()


def change_pace(*, person: Person, community: Community, pace: str, at: datetime | None = None) -> Membership:
    """Choose how much one is asked for; following only is taking part too. Raises NotIn."""
    with transaction.atomic():
        lock(Community.objects.filter(pk=community.pk))
        membership = standing_of(person, community, now=at or timezone.now())
        if membership is None:
            raise NotIn(community.slug)
        membership.pace = Membership.Pace(pace)
        membership.save(update_fields=["pace"])
    return membership
