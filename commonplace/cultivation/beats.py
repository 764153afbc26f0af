"""Beats kept by week: the ledger read onward from the last deed seen, so that a page need not count."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, timedelta

from django.db.models import Max, QuerySet

from commonplace.communities.models import Community
from commonplace.communities.readers import Read, Reader
from commonplace.cultivation.models import Beat
from commonplace.cultivation.rhythm import YEARS_OF_WEEKS
from commonplace.lib.weeks import monday_of
from commonplace.store.bulk import write_rows
from commonplace.store.prepared import prepared


def take(deeds: Sequence[Read]) -> None:
    """Count deeds to their weeks: backdated ones find their own, and what was taken back is subtracted."""
    _count(deeds, 1)


def give_back(deeds: Sequence[Read]) -> None:
    """Count deeds off that go for good."""
    _count(deeds, -1)
    Beat.objects.filter(community__in={deed.community_id for deed in deeds}, deeds=0).delete()


def _count(deeds: Sequence[Read], by: int) -> None:
    beats: Counter[tuple[int, date, str]] = Counter()
    for deed in deeds:
        week = monday_of(deed.happened_at.astimezone(UTC).date())
        beats[deed.community_id, week, deed.verb] += -by if deed.reverses_id else by
    write_rows(
        Beat,
        ("community_id", "monday", "verb", "deeds"),
        [(*week, number) for week, number in beats.items() if number],
        unique=("community_id", "monday", "verb"),
        adding=("deeds",),
    )


BEATS = Reader("beats", take, give_back=give_back)


def beats_of(community: Community, *, on: date, weeks: int = YEARS_OF_WEEKS) -> Mapping[date, Mapping[str, int]]:
    """Kept beats of the weeks up to that of `on`, by Monday and verb."""
    first = monday_of(on) - timedelta(weeks=weeks - 1)
    found: dict[date, dict[str, int]] = {}
    for monday, verb, deeds in _beats(community=community, first=first, last=on):
        found.setdefault(monday, {})[verb] = deeds
    return found


def last_spoken_in(community: Community) -> date | None:
    """The Monday of the last week in which somebody wrote."""
    written = Beat.objects.filter(community=community, verb__in=("opened", "replied"), deeds__gt=0)
    last: date | None = written.aggregate(last=Max("monday"))["last"]
    return last


@prepared
def _beats(*, community: Community, first: date, last: date) -> QuerySet[Beat, tuple[date, str, int]]:
    here = Beat.objects.filter(community=community, monday__gte=first, monday__lte=last)
    return here.values_list("monday", "verb", "deeds")
