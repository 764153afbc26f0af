"""Numbers that were corrected or taken back, with what was wrong."""

from __future__ import annotations

from commonplace.value.models import Entered, Indicator, RestsOn

LISTED = 20


def corrected_in(indicator: Indicator, *, as_steward: bool) -> list[Entered]:
    """The corrections of an indicator, the latest first, each joined to what it corrects; one query.

    What rests on few, before or after, is told to stewards alone.
    """
    found = Entered.objects.filter(series__indicator=indicator, corrects__isnull=False)
    if not as_steward:
        found = found.exclude(rests_on=RestsOn.FEW).exclude(corrects__rests_on=RestsOn.FEW)
    return list(found.select_related("corrects", "series", "by").order_by("-at", "-pk")[:LISTED])
