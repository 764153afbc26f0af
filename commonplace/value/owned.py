"""What a community owns of value: all but what was said to a pulse that is open."""

from typing import Any

from django.db.models import QuerySet

from commonplace.communities.owned import Owned, stays
from commonplace.value.models import (
    Decision,
    Entered,
    Expectation,
    Figure,
    Indicator,
    Pulse,
    PulseAnswer,
    PulseTaken,
    Sense,
    Series,
)


def _closed(found: QuerySet[Any]) -> QuerySet[Any]:
    return found.exclude(closed_at=None)


LISTS = (
    Owned("value_indicators", Indicator, "community"),
    Owned("value_series", Series, "indicator__community"),
    Owned("value_entries", Entered, "series__indicator__community"),
    Owned("value_figures", Figure, "community"),
    Owned("value_pulses", Pulse, "indicator__community", rows=_closed),
    Owned("value_expectations", Expectation, "indicator__community"),
    Owned("value_sense", Sense, "community"),
    Owned("value_decisions", Decision, "sense__community"),
    *stays("is of a pulse that is open, and for nobody to read", PulseTaken, PulseAnswer),
)
