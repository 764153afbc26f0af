"""Who is here and who left, as stewards tend them: for care; to everyone else it is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community, Membership, Role
from commonplace.communities.models.membership import MembershipQuerySet
from commonplace.communities.people.queries import live_on
from commonplace.communities.standing import LASTING, Standing
from commonplace.communities.viewpoint import Byline, Viewpoint

LATELY = timedelta(days=366)
SHOWN = 20

# In how long somebody took no part that shows: rough on purpose, and told to everyone who may be counted among them.
QUIET = {"season": timedelta(days=91), "year": timedelta(days=366)}
SIEVES = ("everyone", "stewards", "guests", *QUIET)


def tended(
    community: Community, *, sieve: str = "everyone", role: str = "", asked: str = "", now: datetime
) -> MembershipQuerySet:
    """Everyone with a place here whom `sieve` lets through, who holds `role` today and is called by `asked`."""
    rows = Membership.objects.current(now).filter(community=community)
    if sieve == "stewards":
        rows = rows.filter(standing=Standing.STEWARD)
    elif sieve == "guests":
        rows = rows.filter(standing=Standing.GUEST)
    elif sieve in QUIET:
        rows = _quiet(rows, community, since=now - QUIET[sieve])
    if role:
        held = Role.objects.filter(live_on(timezone.localdate(now)), membership=OuterRef("pk"), name=role)
        rows = rows.filter(Exists(held))
    if asked:
        rows = rows.filter(person__name__icontains=asked)
    return rows


def _quiet(rows: MembershipQuerySet, community: Community, *, since: datetime) -> MembershipQuerySet:
    """Those who have been here since then and did nothing by which one is seen.

    Reading is never asked about: docs/decisions/0018-not-seen-lately.md. Whoever only follows, guests and names of an
    archive are not among them.
    """
    seen = [verb.code for verb in ledger.VERBS if verb.is_seen]
    deeds = ledger.deeds_in_force().filter(
        community=community, person=OuterRef("person_id"), verb__in=seen, happened_at__gt=since
    )
    been_here = rows.filter(standing__in=LASTING, joined_at__lte=since, person__claimed_at__lte=since)
    return been_here.exclude(pace=Membership.Pace.FOLLOW).filter(~Exists(deeds))


@dataclass(frozen=True)
class Departure:
    """Someone who left, their reason if they gave one, or the words of the steward who ended it."""

    membership: Membership
    byline: Byline
    ended_by: Byline | None


def departure(membership: Membership, viewpoint: Viewpoint) -> Departure | None:
    """How this person left, as a steward may read it; None to others, and where they have not left."""
    if not viewpoint.is_steward or membership.standing != Standing.ALUMNUS:
        return None
    steward = membership.ended_by
    return Departure(
        membership, viewpoint.byline_for(membership.person), viewpoint.byline_for(steward) if steward else None
    )


def departures(viewpoint: Viewpoint, *, now: datetime) -> Sequence[Departure]:
    """Those who left within a year, the latest first; none to whoever is no steward."""
    if not viewpoint.is_steward:
        return []
    left = Membership.objects.filter(community=viewpoint.community, standing=Standing.ALUMNUS, left_at__gt=now - LATELY)
    latest = left.select_related("person", "ended_by").order_by("-left_at", "-pk")[:SHOWN]
    return [one for row in latest if (one := departure(row, viewpoint)) is not None]
