"""What a member pointed at, and what a steward held back."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Flag(models.Model):
    """A member says that something should be looked at, and why."""

    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField(_("why"), max_length=400)
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "object_id", "by"], name="one_flag_each")]
        indexes: ClassVar = [models.Index(fields=["community", "settled_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.why}"


class HoldQuerySet(models.QuerySet["Hold"]):
    """Holds, standing or lifted."""

    def in_force(self) -> Self:
        """Those still in force."""
        return self.filter(lifted_at__isnull=True)


class Hold(models.Model):
    """Something is kept from everyone but its author and the stewards: held for a look, or hidden for good."""

    class Measure(models.TextChoices):
        HELD = "held", _("held for a look")
        HIDDEN = "hidden", _("hidden")

    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    measure = models.CharField(max_length=6, choices=Measure, default=Measure.HELD)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField(_("why"), max_length=400)
    at = models.DateTimeField(default=timezone.now)
    appeal = models.CharField(_("appeal, in one line"), max_length=400, blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_why = models.CharField(max_length=400, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "object_id"], condition=models.Q(lifted_at__isnull=True), name="one_standing_hold"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["community", "at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} {self.get_measure_display()}"
