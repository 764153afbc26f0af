"""A mutual benchmark: members put the same numbers side by side, for the eyes of their group alone.

Nothing outside of this room reads these rows, and in it only what asks first whether somebody is in the group.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.undertakings.figures import DIGITS, PLACES
from commonplace.undertakings.models.participant import Participant
from commonplace.undertakings.models.undertaking import OfUndertaking


class MutualBenchmark(OfUndertaking):
    """What those who take part promise one another before they see a number."""

    promise = models.CharField(max_length=400)


class Period(models.Model):
    """What the numbers are of, as people say it: "2026", "the dry season"."""

    benchmark = models.ForeignKey(MutualBenchmark, on_delete=models.CASCADE, related_name="periods")
    words = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["benchmark", "words"], name="one_period_each_name")]

    def __str__(self) -> str:
        return self.words


class Measure(models.Model):
    """What is compared, in which unit, how it is counted, and which way is better, where one is."""

    class Better(models.TextChoices):
        MORE = "more", _("More is better")
        LESS = "less", _("Less is better")
        NEITHER = "neither", _("Neither is better by itself")

    benchmark = models.ForeignKey(MutualBenchmark, on_delete=models.CASCADE, related_name="measures")
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=40)
    counted = models.CharField(max_length=400)
    better = models.CharField(max_length=7, choices=Better, default=Better.NEITHER)
    goes_below_zero = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["benchmark", "name"], name="one_measure_each_name")]

    def __str__(self) -> str:
        return self.name


class Figure(models.Model):
    """The number of one participant for a measure and a period, and what stands behind it; without `amount` they leave
    it out, which is an answer too. `changed_at` is when it became another after it was open.
    """

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="figures")
    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="figures")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="figures")
    amount = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    note = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["measure", "period", "participant"], name="one_figure_each")
        ]

    def __str__(self) -> str:
        # Its number stands in no log and no error.
        return f"figure {self.pk}"


class Opening(models.Model):
    """From then on the group sees all numbers of a measure and period; without `by` everyone had given theirs."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="openings")
    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="openings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["measure", "period"], name="opened_once")]

    def __str__(self) -> str:
        return f"measure {self.measure_id} in {self.period_id}"


class Showing(models.Model):
    """Somebody would show the others how they do what a measure measures."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="showings")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="showings")
    words = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["measure", "participant"], name="one_showing_each")]

    def __str__(self) -> str:
        return f"showing {self.pk}"


class Lesson(models.Model):
    """What the group has learned; told to the community once everyone of the group has said yes to these words."""

    benchmark = models.ForeignKey(MutualBenchmark, on_delete=models.CASCADE, related_name="lessons")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    source = models.TextField()
    html = models.TextField()
    wording = models.PositiveIntegerField(default=1)  # the how manieth these words are
    at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"lesson {self.pk}"


class LessonYes(models.Model):
    """Somebody of the group says yes to a lesson as it is worded; of other words they are asked anew."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="agreed")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["lesson", "participant"], name="one_yes_each")]

    def __str__(self) -> str:
        return f"yes to {self.lesson_id}"
