"""What this room keeps rather than counts, and how it is told from the rows."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Max, Q

from commonplace.communities.ledger import lock_numbering
from commonplace.communities.membership.actions.counting import recount_people
from commonplace.communities.models import Community, Deed, Membership, Numbering
from commonplace.store.kept import Kept

# Guests whose time has run out are counted off by the worker, once a day.
SEEN_OFF_WITHIN = timedelta(days=2)


def _people_are_off(now: datetime) -> Iterator[int]:
    exact, before = _counted(now), _counted(now - SEEN_OFF_WITHIN)
    rows = Community.objects.order_by("pk").values_list("pk", "people_count", "remembered_count")
    for pk, people, remembered in rows.iterator(chunk_size=2000):
        told, earlier = exact.get(pk, (0, 0)), before.get(pk, (0, 0))
        if not (told[0] <= people <= earlier[0] and told[1] <= remembered <= earlier[1]):
            yield pk


def _counted(now: datetime) -> dict[int, tuple[int, int]]:
    """People and names of each community, with the guests whose time had not run out at `now`."""
    is_claimed = Q(person__claimed_at__isnull=False)
    rows = Membership.objects.current(now).order_by().values_list("community")
    counted = rows.annotate(people=Count("pk", filter=is_claimed), names=Count("pk", filter=~is_claimed))
    return {pk: (people, names) for pk, people, names in counted}


def _numbering_is_behind(now: datetime) -> Iterator[int]:
    given = Deed.objects.aggregate(last=Max("sequence"))["last"] or 0
    yield from Numbering.objects.filter(last__lt=given).values_list("pk", flat=True)


def _number_on(_keys: Collection[int]) -> None:
    with transaction.atomic():
        last = lock_numbering()
        given = Deed.objects.aggregate(last=Max("sequence"))["last"] or 0
        Numbering.objects.filter(pk=1).update(last=max(last, given))


KEPT = (
    Kept("people", "the people of communities", _people_are_off, recount_people),
    Kept("ledger", "the last number of the ledger", _numbering_is_behind, _number_on),
)
