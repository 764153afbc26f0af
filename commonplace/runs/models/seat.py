"""A seat at the table, for as long as the run lasts: who is there, who speaks, and how often they have."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from commonplace.runs.models.run import Run


class Seat(models.Model):
    """Somebody at the table: a member, or a guest who came in by the wall, under the name that they gave.

    Seats go when the run ends, and with them how often anybody spoke. `secret` opens a seat to whoever has no account;
    `wants_at` says since when somebody would like the floor; `part` is what they do ("facilitates").
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(max_length=60, blank=True)
    secret = models.CharField(max_length=32, blank=True)
    part = models.CharField(max_length=60, blank=True)
    sat_at = models.DateTimeField(default=timezone.now)
    spoke = models.PositiveSmallIntegerField(default=0)
    is_speaking = models.BooleanField(default=False)
    wants_at = models.DateTimeField(null=True, blank=True)
    group = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["run", "person"], condition=Q(person__isnull=False), name="one_seat_at_a_table"
            ),
            models.UniqueConstraint(fields=["run"], condition=Q(is_speaking=True), name="one_speaks_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.name} at {self.run_id}"

    @property
    def who(self) -> str:
        """How the room `live` knows who sits here."""
        return f"p{self.person_id}" if self.person_id is not None else f"s{self.pk}"
