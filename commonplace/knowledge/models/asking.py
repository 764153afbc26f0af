"""Who may be pointed to, how often they may be asked, and who was asked in by name."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from commonplace.communities.models import Community, Topic
from commonplace.conversations.models import Conversation

USUAL: Final = 3  # times a week, where somebody said nothing
MOST: Final = 20


class Pointing(models.Model):
    """What someone said when the house asked whether it may point to them for a topic: yes or no."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    is_welcome = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "topic"], name="one_word_on_being_pointed_to"),
        ]

    def __str__(self) -> str:
        return f"{self.person} on {self.topic}: {self.is_welcome}"


class Unasked(models.Model):
    """Someone asked not to be asked here any more whether they may be pointed to; what they said until then holds."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "person"], name="unasked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} is not asked in {self.community}"


class Limit(models.Model):
    """How many times a week someone may be asked in here, none included, and until when not at all."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    a_week = models.PositiveSmallIntegerField(default=USUAL)
    paused_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "person"], name="one_limit_of_being_asked"),
            models.CheckConstraint(condition=Q(a_week__lte=MOST), name="asked_in_within_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.a_week} a week"

    def is_paused(self, today: date) -> bool:
        """Whether nobody may ask them in today."""
        return self.paused_until is not None and self.paused_until > today


class AskedIn(models.Model):
    """Somebody was asked by name to look at a question. That they passed it on is known to them alone."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    passed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "person"], name="asked_in_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-at"])]

    def __str__(self) -> str:
        return f"{self.person} asked into {self.conversation}"
