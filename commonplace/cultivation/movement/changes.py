"""What has kept weeks read again: deeds of their time that come late or are taken back, and persons who are one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date

from django.db.models import F, Min
from django.db.models.functions import Coalesce, Least

from commonplace.communities.readers import Read, Reader
from commonplace.cultivation.models import Stood, WeeksRead
from commonplace.lib.weeks import monday_of
from commonplace.people.models import Person
from commonplace.people.way_back import WayBack


def take(deeds: Sequence[Read]) -> None:
    """Note the first week of each community of which deeds tell that was read already."""
    first: dict[int, date] = {}
    for deed in deeds:
        monday = monday_of(deed.happened_at.astimezone(UTC).date())
        first[deed.community_id] = min(first.get(deed.community_id, monday), monday)
    read = WeeksRead.objects.filter(community__in=first, monday__isnull=False)
    for community, until in read.values_list("community_id", "monday"):
        if until is not None and first[community] <= until:
            _read_again(community, first[community])


def after_merge(kept: Person, other: Person, way_back: WayBack | None = None) -> None:
    """Have the weeks be read again in which either of the two stood anywhere; till then what was told stays."""
    stood = Stood.objects.filter(person__in=(kept, other)).order_by()
    for community, monday in stood.values_list("community").annotate(Min("monday")):
        _read_again(community, monday)


def _read_again(community: int, monday: date) -> None:
    since = Least(Coalesce("again_from", monday), monday)
    WeeksRead.objects.filter(community=community).update(again_from=since, changes=F("changes") + 1)


CHANGES = Reader("weeks", take, give_back=take)
