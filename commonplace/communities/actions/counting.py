"""How many people belong: kept with each community, and put right where time alone changes it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count

from commonplace.communities import ledger
from commonplace.communities.models import Community, Membership

# A guest's time runs out without anyone doing anything; a worker that slept for a week still finds it.
LOOK_BACK = timedelta(days=14)


def recount_people(community_ids: Iterable[int], *, now: datetime | None = None) -> int:
    """Count the people of these communities anew; how many counts were off."""
    ids = set(community_ids)
    off = []
    with transaction.atomic():
        current = Membership.objects.current(now).filter(community__in=ids).order_by()
        people = dict(current.values_list("community").annotate(Count("pk")))
        for community in Community.objects.filter(pk__in=ids).only("pk", "people_count"):
            count = people.get(community.pk, 0)
            if Community.objects.filter(pk=community.pk).exclude(people_count=count).update(people_count=count):
                off.append(community.pk)
        ledger.changed(off)
    return len(off)


def see_guests_off(*, now: datetime) -> int:
    """Count anew where a guest's time has run out of late; how many counts were off."""
    past = Membership.objects.filter(standing="guest", until__gt=now - LOOK_BACK, until__lte=now)
    return recount_people(past.values_list("community", flat=True), now=now)
