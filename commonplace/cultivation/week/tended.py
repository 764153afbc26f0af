"""What stewards took on, and what came of it: said by one of them, or seen by itself once nothing asks for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from commonplace.communities.ledger import record
from commonplace.communities.models import Community, Membership
from commonplace.communities.modules import is_on
from commonplace.communities.standing import Standing
from commonplace.communities.tendings import TENDINGS, Bed
from commonplace.communities.viewpoint import Viewpoint
from commonplace.cultivation import tendings
from commonplace.cultivation.models import Tended
from commonplace.cultivation.reading import read
from commonplace.people.models import Person

MODULE = "cultivation"
# For so long what was taken on is told as over; a year is enough to look back on.
TOLD_FOR, KEPT_FOR = timedelta(days=56), timedelta(days=365)
MOST = 40


class NotOpen(LookupError):
    """Nobody carries this any more: it has ended, or somebody has said what came of it."""


@transaction.atomic
def take_on(*, by: Person, community: Community, code: str, about: str, at: datetime) -> bool:
    """Take a suggestion on, so that nobody else is offered it for a while; whether nobody had."""
    Tended.objects.bulk_create(
        [Tended(community=community, code=code, about=about, by=by, at=at)], ignore_conflicts=True
    )
    if not _open(community).filter(code=code, about=about, by=by, at=at).exists():
        return False
    record(verb="took_on_tending", person=by, community=community, at=at, what="tending")
    return True


@transaction.atomic
def say_what_came(*, by: Person, community: Community, pk: int, came: str, words: str, at: datetime) -> None:
    """Say what came of it, whoever took it on; raises NotOpen."""
    if not _open(community).filter(pk=pk).update(came=came, words=words, said_at=at):
        raise NotOpen(pk)
    record(verb="told_of_tending", person=by, community=community, at=at, what="tending")


def _open(community: Community) -> QuerySet[Tended]:
    return Tended.objects.filter(community=community, ended_at=None, said_at=None)


def carried(community: Community, *, now: datetime) -> tuple[list[Tended], list[Tended]]:
    """What is carried just now, the longest first, and what was lately and is no more, the last first; one query."""
    lately = Q(ended_at__gt=now - TOLD_FOR) | Q(said_at__gt=now - TOLD_FOR)
    rows = Tended.objects.filter(lately | Q(ended_at=None, said_at=None), community=community)
    found = list(rows.select_related("by").order_by("-at", "-pk")[:MOST])
    over = [one for one in found if not one.is_open]
    return [one for one in reversed(found) if one.is_open], sorted(
        over, key=lambda one: one.over_at or one.at, reverse=True
    )


def look_after(*, now: datetime) -> int:
    """See of everything that is carried whether anything still asks for it; how much has ended."""
    Tended.objects.filter(at__lt=now - KEPT_FOR).delete()
    open_now = Tended.objects.filter(ended_at=None, said_at=None)
    communities = Community.objects.filter(pk__in=open_now.values("community")).order_by("pk")
    return sum(_look_after(community, now) for community in communities if is_on(community, MODULE))


def _look_after(community: Community, now: datetime) -> int:
    stewards = Membership.objects.current(now).filter(community=community, standing=Standing.STEWARD)
    ended = 0
    # Whoever took it on sees whether it asks still: what they may not see is not theirs to end.
    for standing in stewards.select_related("person", "community").order_by("pk"):
        theirs = list(_open(community).filter(by=standing.person))
        if theirs:
            viewpoint = Viewpoint(standing.person, standing.community, standing)
            bed = tendings.bed_of(viewpoint, read(community, now=now), now=now)
            over = [one.pk for one in theirs if not _asks_still(one, bed)]
            ended += _open(community).filter(pk__in=over).update(ended_at=now)
    return ended


def _asks_still(one: Tended, bed: Bed) -> bool:
    gardener = TENDINGS.get(one.code)
    if gardener is None:
        return True
    # What was put off meanwhile asks as it did.
    found = [tending.about for tending in gardener.offer(replace(bed, put_off=frozenset()))]
    # Where more ask than are offered at once, one that is missing may only have no room.
    return one.about in found or len(found) >= gardener.most
