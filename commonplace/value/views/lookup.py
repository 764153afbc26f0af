"""Indicators are looked up for those who may know of them; to everyone else their pages are not there."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from commonplace.communities.viewpoint import Viewpoint
from commonplace.value.models import Decision, Indicator, Sense
from commonplace.value.queries.reading import Reading, Wanted, read


def indicator_or_404(viewpoint: Viewpoint, pk: int) -> Indicator:
    """One of a community's, looked at or put aside."""
    found = Indicator.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    indicator: Indicator = get_object_or_404(found.select_related("by"), pk=pk)
    indicator.community = viewpoint.community
    return indicator


def decided_of(viewpoint: Viewpoint, pk: int | None) -> Decision | None:
    """What was decided about what is looked at, as an address or a form names it; None for anything else."""
    seen = Sense.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    found = Decision.objects.filter(sense__in=seen, about=Decision.About.INDICATORS)
    return found.filter(pk=pk).select_related("sense__community").first() if pk is not None else None


def reading_of(viewpoint: Viewpoint, indicator: Indicator) -> Reading:
    """What one says, as the viewer is told it."""
    return read(viewpoint.community, as_steward=viewpoint.is_steward, wanted=Wanted(pk=indicator.pk))[0]
