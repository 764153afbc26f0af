"""What reaches a person and how far they have read: marks that serve their owner alone."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities.models import Community
from commonplace.conversations.models import Conversation


class ReadMark(models.Model):
    """How far someone has read a conversation (the number of the last post shown), and when they last looked.

    `before` is how far they had read when they came, and `came_at` when they last looked and something was new: where
    the new began stays there while they read on or load the page again.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    before = models.PositiveIntegerField(null=True, blank=True)
    came_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "conversation"], name="one_read_mark_each")]

    def __str__(self) -> str:
        return f"{self.person} has read {self.conversation} to {self.number}"


class Follow(models.Model):
    """Someone wants to hear what is new in a conversation."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "conversation"], name="one_follow_each")]

    def __str__(self) -> str:
        return f"{self.person} follows {self.conversation}"


class Cadence(models.TextChoices):
    """How a community's news reach someone: four plain choices."""

    AT_ONCE = "at_once", _("As it happens")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    NEEDS_ME = "needs_me", _("Only what needs me")


USUAL_CADENCE = Cadence.WEEKLY


class ChosenCadence(models.Model):
    """How someone wants to hear from a community, and until when not at all; without a row it is `USUAL_CADENCE`."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    cadence = models.CharField(max_length=10, choices=Cadence, default=USUAL_CADENCE)
    quiet_until = models.DateTimeField(null=True, blank=True)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "community"], name="one_cadence_each")]

    def __str__(self) -> str:
        return f"{self.person} hears from {self.community}: {self.cadence}"


class Visit(models.Model):
    """When someone was last here, and when the visit before that one ended: what is new is new since then."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    before = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "community"], name="one_visit_each")]

    def __str__(self) -> str:
        return f"{self.person} in {self.community}"


class NoLetters(models.Model):
    """Someone wants no letter when they are named or answered; they find it under what needs them."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person"], name="no_letters_said_once")]

    def __str__(self) -> str:
        return f"no letters to {self.person}"
