"""Who asks to come in, who was invited, who has just come and was not greeted yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When

from commonplace.communities.models import Community, Greeting, Invitation, JoinRequest, Membership
from commonplace.communities.models.membership import InvitationQuerySet
from commonplace.communities.standing import Standing
from commonplace.people.models import Person

A_NEWCOMER_FOR = timedelta(days=60)


def request_rows(community: Community) -> QuerySet[JoinRequest]:
    """Every question asked at this door, answered or not."""
    return JoinRequest.objects.filter(community=community).select_related("person", "community")


def open_requests(community: Community) -> QuerySet[JoinRequest]:
    """Those who wait for an answer, the longest first."""
    return request_rows(community).filter(answered_at=None).order_by("at", "pk")


def places_of(requests: Sequence[JoinRequest]) -> Mapping[int, Membership]:
    """What those who ask are or were in the community they ask, by person: guests ask to stay, others to come back."""
    if not requests:
        return {}
    asking = Membership.objects.filter(
        community=requests[0].community_id, person__in=[request.person_id for request in requests]
    )
    return {place.person_id: place for place in asking.select_related("person", "ended_by")}


def request_of(person: Person | None, community: Community) -> JoinRequest | None:
    """The last question this person asked at the door."""
    if person is None:
        return None
    asked = JoinRequest.objects.filter(person=person, community=community)
    return asked.select_related("answered_by", "community").order_by("-at", "-pk").first()


def not_greeted(community: Community, *, now: datetime) -> QuerySet[Membership]:
    """Newcomers of the last 60 days to whom nobody has said hello, the longest first; archives bring none."""
    greeted = Greeting.objects.filter(membership=OuterRef("pk"))
    return (
        Membership.objects.current(now)
        .filter(
            ~Exists(greeted), community=community, joined_at__gt=now - A_NEWCOMER_FOR, person__claimed_at__isnull=False
        )
        .exclude(person=community.founded_by_id or 0)
        .select_related("person", "community")
        .order_by("joined_at", "pk")
    )


def invitations(community: Community, *, by: Person | None = None) -> InvitationQuerySet:
    """Invitations to a community, newest first: all, or those of one person; links for groups stand apart."""
    rows = Invitation.objects.filter(community=community, link=None)
    if by is not None:
        rows = rows.filter(by=by)
    return rows.select_related("by", "taken_by").order_by("-made_at", "-pk")


def named_outside(community: Community) -> QuerySet[Membership]:
    """Those who agreed to be named to anyone: who tends it first, then by the name they gave."""
    tends = Case(When(standing=Standing.STEWARD, then=Value(0)), default=Value(1))
    return Membership.objects.named_outside().filter(community=community).order_by(tends, "named_as", "pk")


def stewards_of(community: Community) -> QuerySet[Membership]:
    """Who tends the community, the longest first."""
    rows = Membership.objects.filter(community=community, standing=Standing.STEWARD)
    return rows.select_related("person").order_by("joined_at", "pk")
