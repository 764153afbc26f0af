"""What a community owns of value: all but what was said to a pulse that is open."""

from typing import Any

from django.db.models import QuerySet

from commonplace.communities.owned import Owned, stays
from commonplace.stories.models import Audience, Step
from commonplace.value.models import (
    Decision,
    Entered,
    Expectation,
    Figure,
    Indicator,
    Pulse,
    PulseAnswer,
    PulseLetter,
    PulseTaken,
    Sense,
    Series,
    Touch,
)


def _of_told_steps(found: QuerySet[Any]) -> QuerySet[Any]:
    # As stories go along: what members may read, of tellers who are named.
    told = Step.objects.released_to(Audience.MEMBERS).filter(story__is_nameless=False)
    return found.filter(step__in=told.values("pk"))


def _closed(found: QuerySet[Any]) -> QuerySet[Any]:
    return found.exclude(closed_at=None)


LISTS = (
    Owned("value_indicators", Indicator, "community"),
    Owned("value_series", Series, "indicator__community"),
    Owned("value_entries", Entered, "series__indicator__community"),
    Owned("value_figures", Figure, "community"),
    Owned("value_pulses", Pulse, "indicator__community", rows=_closed),
    Owned("value_expectations", Expectation, "indicator__community"),
    Owned("value_touches", Touch, "indicator__community", rows=_of_told_steps),
    Owned("value_sense", Sense, "community"),
    Owned("value_decisions", Decision, "sense__community"),
    *stays("is of a letter that this house wrote", PulseLetter),
    *stays("is of a pulse that is open, and for nobody to read", PulseTaken, PulseAnswer),
)
