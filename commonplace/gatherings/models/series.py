"""A series: a gathering that comes again by a rule."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models

from commonplace.communities import access
from commonplace.gatherings.models.terms import Terms
from commonplace.people.models import Person


def as_id(wall: datetime) -> str:
    """How a date by the rule is named: what the clock would show."""
    return f"{wall:%Y-%m-%dT%H:%M}"


class SeriesQuerySet(models.QuerySet["Series"]):
    """Series, asked by who may see them."""

    def visible_to(self, person: Person | None) -> Self:
        """Those in spaces `person` may read."""
        return self.filter(access.space_is_visible(person, "space__"))

    def going_on(self) -> Self:
        """Those that nobody has ended."""
        return self.filter(ended_at__isnull=True)


class Series(Terms):
    """Dates by a rule of RFC 5545, told by the clock on the wall; each date is a Gathering of its own.

    `exdates` are dates by the rule that are left out, as the clock shows them ("2026-12-22T15:00"); a date that was
    moved or cancelled is its Gathering. `made_until` is the day up to which dates were made.
    """

    rule = models.CharField(max_length=200)
    exdates = models.JSONField(default=list, blank=True)
    made_until = models.DateField(null=True, blank=True)
    origin = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SeriesQuerySet.as_manager()

    def leaves_out(self, wall: datetime) -> bool:
        """Whether the date by the rule at this time is left out."""
        return as_id(wall) in self.exdates
