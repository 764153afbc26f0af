"""Figures are told once, of whole quarters, two weeks after one is over, and kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial

from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from commonplace.communities import ledger
from commonplace.communities.models import Community
from commonplace.value.measures import MEASURES, Counted, Measure, tellings
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

    A quarter of too few people waits for the next, and both are told as one, so that nothing is lost and no two times
    overlap. The community's row is locked by whoever calls this.
    """
    begun = quarter_of(community.founded_at.astimezone(UTC).date())
    first = max(begun, told_by(now)[-1])
    last: dict[str, Figure] = {}
    for figure in Figure.objects.filter(community=community).order_by("until"):
        last[figure.measure] = figure
    return sum(_tell(community, one, last.get(one.code), first, now) for one in measures)


def _tell(community: Community, measure: Measure, known: Figure | None, first: Quarter, now: datetime) -> int:
    since = upto = quarter_of(known.until).next if known is not None else first
    if known is not None and known.is_withheld:
        since = quarter_of(known.since)
    told = tellings(since, upto, last_told(now), partial(measure.count, community))
    made = [_figure(community, measure, when, found, now) for when, found in told]
    if made and known is not None and known.is_withheld:
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
