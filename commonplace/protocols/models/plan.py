"""A plan: the protocol that a gathering follows, as it was when it was chosen."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from commonplace.gatherings.models import Gathering
from commonplace.protocols.models.adaptation import Adaptation
from commonplace.protocols.protocol import Phase, phase_from


class Plan(models.Model):
    """What a gathering follows; `phases` are kept as they were chosen, whatever becomes of the protocol."""

    gathering = models.OneToOneField(Gathering, on_delete=models.CASCADE, related_name="+")
    protocol = models.CharField(max_length=60)
    adaptation = models.ForeignKey(Adaptation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=200)
    phases = models.JSONField()
    language = models.CharField(max_length=12)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # Whether every later date of its series follows it too, also those that are not made yet.
    goes_on = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.gathering}: {self.title}"

    @property
    def steps(self) -> tuple[Phase, ...]:
        """Its phases in order."""
        return tuple(phase_from(one) for one in self.phases)

    @property
    def minutes(self) -> int:
        """How long its phases take."""
        return sum(phase.minutes for phase in self.steps)
