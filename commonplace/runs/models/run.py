"""A run: a gathering led by its protocol, told by numbered steps; nothing else says where it stands."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from commonplace.gatherings.models import Gathering
from commonplace.lib.protocol_clock import Act
from commonplace.protocols.protocol import Phase, phase_from

ACTS = [(one.value, one.value) for one in Act]


class Run(models.Model):
    """One gathering being run. `phases` are its plan as it was when somebody began.

    `last_number` is that of the last step; `stage_version` is the version at which more changed than notes. `wall` is
    the word in the link for guests, and empty when that is closed.
    """

    gathering = models.OneToOneField(Gathering, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    phases = models.JSONField()
    pace = models.CharField(max_length=8, default="timed")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    # When something was made of it first: a summary that was posted, or something kept.
    harvested_at = models.DateTimeField(null=True, blank=True)
    last_number = models.PositiveIntegerField(default=0)
    stage_version = models.PositiveBigIntegerField(default=0)
    wall = models.CharField(max_length=24, blank=True, db_index=True)
    # Which phase of a run over days people were written to about last.
    told_phase = models.SmallIntegerField(default=-1)

    def __str__(self) -> str:
        return f"{self.gathering} by {self.title}"

    @property
    def steps_of_protocol(self) -> tuple[Phase, ...]:
        """Its phases in order."""
        return tuple(phase_from(one) for one in self.phases)

    @property
    def is_over(self) -> bool:
        """Whether somebody ended it."""
        return self.finished_at is not None

    @property
    def goes_over_days(self) -> bool:
        """Whether its phases open by date, and nobody meets by the clock."""
        return self.pace == "days"


class RunStep(models.Model):
    """One thing done to the clock, by its number: two who press at once make one step."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=8, choices=ACTS)
    minutes = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "number"], name="one_step_each_number")]

    def __str__(self) -> str:
        return f"{self.number}: {self.act}"
