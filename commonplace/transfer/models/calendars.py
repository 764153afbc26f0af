"""A calendar that moved in, so that it can be taken back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from commonplace.communities.models import Community, Space


class CalendarRun(models.Model):
    """One run of `import ics`: what it kept. Without `finished_at` it was cut short, and what it kept is whole."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    begun_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    kept = models.PositiveIntegerField(default=0)
    series = models.PositiveIntegerField(default=0)
    dates = models.PositiveIntegerField(default=0)
    back_asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["community", "-begun_at"])]

    def __str__(self) -> str:
        return self.name

    @property
    def origin(self) -> str:
        """How gatherings and series say that they came with it."""
        return f"ics:{self.pk}"
