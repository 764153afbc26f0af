"""One sentence put to all members for some days. Who answered and what was said stand in two tables that nothing joins,
with keys drawn by chance and no moment; both are mixed each hour, and gone once it is told what it came to.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from commonplace.candour.models import by_chance
from commonplace.lib.days import last_day
from commonplace.lib.spread import Middle
from commonplace.value.models.indicator import Indicator


class PulseQuerySet(models.QuerySet["Pulse"]):
    """Pulses, asked by whether people still answer."""

    def open_at(self, now: datetime) -> Self:
        """Those that people still answer."""
        return self.filter(closed_at=None, ends_at__gt=now)


class Pulse(models.Model):
    """An indicator's sentence put to members until a day, and between which numbers the middle half of them lay."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="pulses")
    number = models.PositiveSmallIntegerField()
    # As it was asked; the indicator's may be put in other words later, and is another indicator then.
    question = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    low = models.PositiveSmallIntegerField(null=True, blank=True)
    high = models.PositiveSmallIntegerField(null=True, blank=True)
    # At least so many answered, in fives.
    people = models.PositiveIntegerField(default=0)

    objects = PulseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["indicator", "number"], name="pulses_have_numbers_of_their_own"),
            models.UniqueConstraint(
                fields=["indicator"], condition=Q(closed_at__isnull=True), name="one_open_pulse_each"
            ),
            models.CheckConstraint(condition=Q(low__isnull=True) | Q(low__lte=F("high")), name="a_pulse_goes_upward"),
        ]

    def __str__(self) -> str:
        return f"{self.question} ({self.number})"

    @property
    def until(self) -> date:
        """The last day on which one answers."""
        return last_day(self.ends_at)

    @property
    def middle(self) -> Middle | None:
        """Between which numbers the middle half lies."""
        return None if self.low is None or self.high is None else Middle(self.low, self.high)


class PulseTaken(models.Model):
    """Somebody answered a pulse that is open: what they said is in no row that leads here."""

    id = models.BigIntegerField(primary_key=True, default=by_chance, editable=False)
    pulse = models.ForeignKey(Pulse, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["pulse", "person"], name="one_answer_to_a_pulse")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.pulse_id}"


class PulseAnswer(models.Model):
    """What somebody said to a pulse, of nobody, until it is told what it came to."""

    id = models.BigIntegerField(primary_key=True, default=by_chance, editable=False)
    pulse = models.ForeignKey(Pulse, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"an answer to {self.pulse_id}"


class PulseLetter(models.Model):
    """Somebody was asked by a letter, once for each pulse; it says nothing of whether they answered."""

    pulse = models.ForeignKey(Pulse, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["pulse", "person"], name="one_letter_of_a_pulse")]

    def __str__(self) -> str:
        return f"{self.person_id} was written to about {self.pulse_id}"
