"""What this room keeps rather than counts, and how it is told from the rows."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime

from django.db import transaction

from commonplace.communities.models import Community, Deed, LedgerMark
from commonplace.communities.readers import hold_mark
from commonplace.cultivation.beats import BEATS
from commonplace.cultivation.models import Beat
from commonplace.lib.weeks import monday_of
from commonplace.store.bulk import write_rows
from commonplace.store.kept import Kept

Week = tuple[date, str]


def _beats_are_off(now: datetime) -> Iterator[int]:
    mark = LedgerMark.objects.filter(name=BEATS.code).first()
    read_to = mark.sequence if mark else 0
    for community in Community.objects.order_by("pk").values_list("pk", flat=True):
        if _kept(community) != _told(community, read_to):
            yield community


def _kept(community: int) -> dict[Week, int]:
    rows = Beat.objects.filter(community=community).exclude(deeds=0)
    return {(monday, verb): deeds for monday, verb, deeds in rows.values_list("monday", "verb", "deeds")}


def _told(community: int, read_to: int) -> dict[Week, int]:
    """The beats as the ledger has them, as far as they were read."""
    beats: Counter[Week] = Counter()
    deeds = Deed.objects.filter(community=community, sequence__lte=read_to).order_by()
    for at, verb, reverses in deeds.values_list("happened_at", "verb", "reverses_id").iterator(chunk_size=5000):
        beats[monday_of(at.astimezone(UTC).date()), verb] += -1 if reverses else 1
    return {week: deeds for week, deeds in beats.items() if deeds}


def _mend_beats(communities: Collection[int]) -> None:
    for community in communities:
        with transaction.atomic():
            told = _told(community, hold_mark(BEATS.code).sequence)
            Beat.objects.filter(community=community).delete()
            rows = [(community, monday, verb, deeds) for (monday, verb), deeds in told.items()]
            write_rows(Beat, ("community_id", "monday", "verb", "deeds"), rows)


KEPT = (Kept("beats", "the weeks of the rhythm of communities", _beats_are_off, _mend_beats),)
