"""How many people belong, and how many names of archives: kept, and put right where time alone changes it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Q
from django.db.models.functions import Greatest

from commonplace.communities import ledger
from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import Standing
from commonplace.people.models import Person
from commonplace.store.locks import lock

# A guest's time runs out without anyone doing anything; a worker that slept for a week still finds it.
LOOK_BACK = timedelta(days=14)


def count_in(community: Community, people: Iterable[Person], by: int = 1) -> None:
    """Count these among the people of the community, or among the names that nobody stands behind; -1 counts off.

    The caller holds the community's row (see `store/locks.py`), as a recount does: neither counts past the other.
    """
    claimed = [person.is_claimed for person in people]
    Community.objects.filter(pk=community.pk).update(
        people_count=Greatest(F("people_count") + by * sum(claimed), 0),
        remembered_count=Greatest(F("remembered_count") + by * (len(claimed) - sum(claimed)), 0),
    )


def recount_people(community_ids: Iterable[int], *, now: datetime | None = None) -> int:
    """Count the people of these communities anew; how many counts were off."""
    ids = set(community_ids)
    off = []
    with transaction.atomic():
        lock(Community.objects.filter(pk__in=ids))
        current = Membership.objects.current(now).filter(community__in=ids).order_by()
        is_claimed = Q(person__claimed_at__isnull=False)
        found = current.values_list("community").annotate(
            people=Count("pk", filter=is_claimed), remembered=Count("pk", filter=~is_claimed)
        )
        counts = {pk: (people, remembered) for pk, people, remembered in found}
        for pk in Community.objects.filter(pk__in=ids).values_list("pk", flat=True):
            people, remembered = counts.get(pk, (0, 0))
            same = {"people_count": people, "remembered_count": remembered}
            if Community.objects.filter(pk=pk).exclude(**same).update(**same):
                off.append(pk)
        ledger.changed(off)
    return len(off)


def see_guests_off(*, now: datetime) -> int:
    """Count anew where a guest's time has run out of late; how many counts were off."""
    past = Membership.objects.filter(standing=Standing.GUEST, until__gt=now - LOOK_BACK, until__lte=now)
    return recount_people(past.values_list("community", flat=True), now=now)
