"""Figures are told once, of whole quarters, two weeks after one is over, and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from commonplace.communities import ledger
from commonplace.communities.models import Community
from commonplace.lib.spread import FEWEST
from commonplace.value.measures import MEASURES, NOTHING, Counted, Measure, tellings
from commonplace.value.models import Figure, Indicator, Source
from commonplace.value.module import MODULE
from commonplace.value.periods import Quarter, Span, last_told, quarter_of, told_by


def tell_what_is_over(*, now: datetime) -> int:
    """Tell the figures of every community that looks at them and has not been told; how many figures there were."""
    looked_at = (
        Indicator.objects.living()
        .filter(source=Source.COUNTED)
        .alias(modules=Cast("community__modules", TextField()))
        .filter(modules__contains=f'"{MODULE}"')
    )
    wanted = {*looked_at.values_list("community_id", "measure")}
    known = Figure.objects.filter(community__in={pk for pk, _measure in wanted}, until__gte=last_told(now).until)
    wanted -= {*known.values_list("community_id", "measure")}
    count = 0
    for community in Community.objects.filter(pk__in={pk for pk, _measure in wanted}).order_by("pk"):
        codes = sorted(measure for pk, measure in wanted if pk == community.pk)
        with transaction.atomic():
            ledger.changed([community.pk])
            count += tell_figures_of(community, [MEASURES[code] for code in codes if code in MEASURES], now=now)
    return count


def tell_figures_of(community: Community, measures: Iterable[Measure], *, now: datetime) -> int:
    """Work out what is not told yet, of each quarter since the community began that is over; how many there were.

    A quarter of nobody or of too few people waits for the next, and both are told as one, so that nothing is lost, no
    two times overlap, and nobody learns which of the two it was. The community's row is locked by whoever calls this.
    """
    begun = quarter_of(community.founded_at.astimezone(UTC).date())
    first = max(begun, told_by(now)[-1])
    wanted = list(measures)
    # A whole before its parts, whether or not anybody looks at it.
    wholes = list(dict.fromkeys(one.of for one in wanted if one.of is not None))
    return sum(_tell(community, one, first, now) for one in [*wholes, *(one for one in wanted if one not in wholes)])


def counting_of(community: Community, measure: Measure) -> Callable[[Span], Counted]:
    """How a measure is counted: a part as nothing, where it could be taken off its whole and leave few people."""
    if measure.of is None:
        return partial(measure.count, community)
    wholes = list(_told(community, measure.of))

    def count(when: Span) -> Counted:
        found = measure.count(community, when)
        inside = [one for one in wholes if when.since <= one.since and one.until <= when.until]
        if not inside or (inside[0].since, inside[-1].until) != (when.since, when.until):
            return NOTHING
        left = sum(one.amount or 0 for one in inside) - (found.amount or 0)
        return NOTHING if 0 < left < FEWEST else found

    return count


def _told(community: Community, measure: Measure) -> QuerySet[Figure]:
    return Figure.objects.filter(community=community, measure=measure.code, amount__isnull=False).order_by("since")


def _tell(community: Community, measure: Measure, first: Quarter, now: datetime) -> int:
    known = Figure.objects.filter(community=community, measure=measure.code).order_by("until").last()
    since = upto = quarter_of(known.until).next if known is not None else first
    if known is not None and known.amount is None:
        since = quarter_of(known.since)
    if measure.of is not None:
        # It begins where a time of its whole does.
        starts = [quarter_of(one.since) for one in _told(community, measure.of)]
        since = min((one for one in starts if known is None or one >= since), default=since)
        upto = since if known is None else max(since, upto)
    made = [
        _figure(community, measure, when, found, now)
        for when, found in tellings(since, upto, last_told(now), counting_of(community, measure))
    ]
    if made and known is not None and known.amount is None:
        known.delete()
    Figure.objects.bulk_create(made)
    return len(made)


def _figure(community: Community, measure: Measure, when: Span, found: Counted, now: datetime) -> Figure:
    return Figure(
        community=community,
        measure=measure.code,
        since=when.since,
        until=when.until,
        amount=found.amount if found.is_tellable else None,
        people=found.in_fives if found.is_tellable else 0,
        is_withheld=found.waits,
        at=now,
    )
