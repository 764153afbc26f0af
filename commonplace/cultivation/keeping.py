"""Beats kept by week: the ledger read onward from the last deed seen, so that a page need not count."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from commonplace.communities.ledger import since
from commonplace.communities.models import Community
from commonplace.cultivation.models import Beat, Reader
from commonplace.cultivation.rhythm import YEARS_OF_WEEKS, monday_of
from commonplace.store.bulk import write_rows
from commonplace.store.prepared import prepared

CHUNK = 5_000


def catch_up() -> int:
    """Take in every deed not yet taken in; how many there were. Backdated deeds find their own week, and what was
    taken back is subtracted.
    """
    Reader.objects.get_or_create(name="beats")
    taken = 0
    while deeds := _take_chunk():
        taken += deeds
    return taken


def _take_chunk() -> int:
    with transaction.atomic():
        # Whoever moves the mark owns what lies behind it: a second reader waits here, then finds the mark moved.
        Reader.objects.filter(name="beats").update(sequence=F("sequence"))
        reader = Reader.objects.get(name="beats")
        deeds = list(
            since(reader.sequence).values_list("sequence", "community_id", "happened_at", "verb", "reverses_id")[:CHUNK]
        )
        if not deeds:
            return 0
        beats: Counter[tuple[int, date, str]] = Counter()
        for _, community, at, verb, reverses in deeds:
            beats[community, monday_of(at.astimezone(UTC).date()), verb] += -1 if reverses else 1
        write_rows(
            Beat, ("community_id", "monday", "verb", "deeds"),
            [(*week, number) for week, number in beats.items() if number],
            unique=("community_id", "monday", "verb"), adding=("deeds",),
        )  # fmt: skip
        Reader.objects.filter(pk=reader.pk).update(sequence=deeds[-1][0])
    return len(deeds)


def beats_of(community: Community, *, on: date, weeks: int = YEARS_OF_WEEKS) -> Mapping[date, Mapping[str, int]]:
    """Kept beats of the weeks up to that of `on`, by Monday and verb."""
    first = monday_of(on) - timedelta(weeks=weeks - 1)
    found: dict[date, dict[str, int]] = {}
    for monday, verb, deeds in _beats(community=community, first=first, last=on):
        found.setdefault(monday, {})[verb] = deeds
    return found


@prepared
def _beats(*, community: Community, first: date, last: date) -> QuerySet[Beat, tuple[date, str, int]]:
    here = Beat.objects.filter(community=community, monday__gte=first, monday__lte=last)
    return here.values_list("monday", "verb", "deeds")
