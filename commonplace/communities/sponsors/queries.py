"""Who sponsors a community, from outside and inside."""

from __future__ import annotations

from django.db.models import QuerySet

from commonplace.communities.models import Community, Membership, Role


def outside(community: Community) -> QuerySet[Membership]:
    """Those who stand by it from outside, the longest first."""
    rows = Membership.objects.sponsoring().filter(community=community)
    return rows.select_related("person", "community").order_by("joined_at", "pk")


def inside(community: Community) -> QuerySet[Role]:
    """The roles of those who came in and sponsor it still."""
    rows = Role.objects.sponsoring().filter(membership__community=community)
    return rows.select_related("membership__person").order_by("since", "pk")
