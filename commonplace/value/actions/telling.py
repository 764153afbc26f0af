"""Figures are told once for each quarter, two weeks after it is over, and kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from commonplace.communities import ledger
from commonplace.communities.models import Community
from commonplace.value.measures import MEASURES, Measure
from commonplace.value.models import Figure, Indicator, Source
from commonplace.value.module import MODULE
from commonplace.value.periods import Quarter, last_told, told_by


def tell_what_is_over(*, now: datetime) -> int:
    """Tell the figures of every community that looks at them and has not been told; how many figures there were."""
    looked_at = (
        Indicator.objects.living()
        .filter(source=Source.COUNTED)
        .alias(modules=Cast("community__modules", TextField()))
        .filter(modules__contains=f'"{MODULE}"')
    )
    wanted: dict[int, list[str]] = {}
    for pk, measure in looked_at.values_list("community_id", "measure").distinct():
        wanted.setdefault(pk, []).append(measure)
    told = Figure.objects.filter(community__in=wanted, since=last_told(now).since)
    for pk, measure in told.values_list("community_id", "measure"):
        if measure in wanted[pk]:
            wanted[pk].remove(measure)
    count = 0
    for community in Community.objects.filter(pk__in=[one for one, codes in wanted.items() if codes]).order_by("pk"):
        measures = [MEASURES[code] for code in sorted(wanted[community.pk]) if code in MEASURES]
        with transaction.atomic():
            ledger.changed([community.pk])
            count += tell_figures_of(community, measures, now=now)
    return count


def tell_figures_of(community: Community, measures: Iterable[Measure], *, now: datetime) -> int:
    """Work out what is not kept yet, of each quarter since the community began that is over; how many there were.

    The community's row is locked by whoever calls this.
    """
    quarters = [one for one in told_by(now) if one.ends_at > community.founded_at]
    known = {*Figure.objects.filter(community=community).values_list("measure", "since")}
    made = [
        _figure(community, measure, when, now)
        for measure in measures
        for when in quarters
        if (measure.code, when.since) not in known
    ]
    Figure.objects.bulk_create(made)
    return len(made)


def _figure(community: Community, measure: Measure, when: Quarter, now: datetime) -> Figure:
    found = measure.count(community, when)
    told = found.is_tellable
    return Figure(
        community=community,
        measure=measure.code,
        since=when.since,
        until=when.until,
        amount=found.amount if told else None,
        people=found.in_fives if told else 0,
        is_withheld=not told and not found.is_nothing,
        at=now,
    )
