"""A date being looked for: times that could be, and who can when."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.gatherings.models.gathering import Gathering


class Poll(models.Model):
    """Asks when a gathering whose date is open could be, until `closes_at`; `chosen` is the time that it became.

    Where it does not ask everyone who can see it, it asks those whom its hosts ask by name; whoever sees it may answer.
    """

    gathering = models.OneToOneField(Gathering, on_delete=models.CASCADE, related_name="poll")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    closes_at = models.DateTimeField(default=timezone.now)
    asks_everyone = models.BooleanField(default=True)
    chosen = models.ForeignKey("PollTime", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    chosen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["chosen", "closes_at"])]

    def __str__(self) -> str:
        return f"When could it be: {self.gathering}"

    def takes_answers(self, now: datetime) -> bool:
        """Whether people may still say when they can; the gathering's date is open."""
        return self.chosen_id is None and now < self.closes_at


class PollTime(models.Model):
    """One time that it could be, as a clock in the gathering's zone shows it, and the moment that this is."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="times")
    wall_on = models.DateField()
    wall_time = models.TimeField()
    starts_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["poll", "starts_at"], name="one_time_each_poll")]

    def __str__(self) -> str:
        return f"{self.wall:%Y-%m-%d %H:%M}"

    @property
    def wall(self) -> datetime:
        """What a clock in the gathering's zone shows."""
        return datetime.combine(self.wall_on, self.wall_time)


class PollVote(models.Model):
    """Whether one person could come at one of the times."""

    class Can(models.TextChoices):
        YES = "yes", _("I can")
        IF_NEED_BE = "maybe", _("if need be")
        NO = "no", _("I cannot")

    time = models.ForeignKey(PollTime, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    can = models.CharField(max_length=5, choices=Can)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["time", "person"], name="one_vote_each_time")]

    def __str__(self) -> str:
        return f"{self.person}: {self.can} at {self.time}"
