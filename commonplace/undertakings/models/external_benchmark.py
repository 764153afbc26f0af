"""An external benchmark: how somebody outside works, by which sources, ours beside it, and what would fit us."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.undertakings.models.undertaking import OfUndertaking


class ExternalBenchmark(OfUndertaking):
    """Whose practice it is and how they work, as far as it is known; at the end, what was found."""

    whose = models.CharField(max_length=200)
    practice_source = models.TextField()
    practice_html = models.TextField()
    finding_source = models.TextField(blank=True)
    finding_html = models.TextField(blank=True)
    found_at = models.DateTimeField(null=True, blank=True)
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


class OutsideSource(models.Model):
    """Where something about the outside practice is from: who said it, when, and how far it can be trusted."""

    class Trust(models.TextChoices):
        CHECKED = "checked", _("One of us has seen it")
        PUBLISHED = "published", _("Published, with how it was counted")
        TOLD = "told", _("Told, by somebody who should know")
        DOUBTFUL = "doubtful", _("Take it with care")

    benchmark = models.ForeignKey(ExternalBenchmark, on_delete=models.CASCADE, related_name="sources")
    what = models.CharField(max_length=200)
    address = models.URLField(max_length=500, blank=True)
    on = models.DateField(null=True, blank=True)
    said_by = models.CharField(max_length=200, blank=True)
    trust = models.CharField(max_length=9, choices=Trust)
    trust_why = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.what


class Yardstick(models.Model):
    """One line in which theirs stands beside ours, in numbers or words; `is_confidential` keeps both with the group."""

    benchmark = models.ForeignKey(ExternalBenchmark, on_delete=models.CASCADE, related_name="yardsticks")
    name = models.CharField(max_length=120)
    theirs = models.CharField(max_length=400)
    source = models.ForeignKey(OutsideSource, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    ours = models.CharField(max_length=400, blank=True)
    is_confidential = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["benchmark", "name"], name="one_yardstick_each_name")]

    def __str__(self) -> str:
        return self.name


class Fit(models.Model):
    """What of the outside practice would fit us, as one member sees it."""

    class How(models.TextChoices):
        AS_IT_IS = "as_it_is", _("As it is")
        CHANGED = "changed", _("In another form")
        NOT_HERE = "not_here", _("Not here")

    benchmark = models.ForeignKey(ExternalBenchmark, on_delete=models.CASCADE, related_name="fits")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    how = models.CharField(max_length=8, choices=How)
    words = models.CharField(max_length=600)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["benchmark", "person"], name="one_fit_each")]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.benchmark_id}"
