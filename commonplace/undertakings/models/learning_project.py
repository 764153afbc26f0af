"""A learning project: a question that nobody can answer yet, milestones, and something that others can use."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from commonplace.conversations.models import Conversation
from commonplace.undertakings.models.undertaking import OfUndertaking


class LearningProject(OfUndertaking):
    """What came out of it: the product, where it lies and for whom, and what became of the question."""

    product = models.CharField(max_length=200, blank=True)
    product_for = models.CharField(max_length=200, blank=True)
    product_address = models.URLField(max_length=500, blank=True)
    # Where it lies in a conversation of this house, with the files there.
    product_conversation = models.ForeignKey(
        Conversation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    product_at = models.DateTimeField(null=True, blank=True)
    became_source = models.TextField(blank=True)
    became_html = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


class Milestone(models.Model):
    """What should be so by which day; it is moved, reached, or let go."""

    project = models.ForeignKey(LearningProject, on_delete=models.CASCADE, related_name="milestones")
    words = models.CharField(max_length=200)
    on = models.DateField()
    first_on = models.DateField()  # as it was said at first
    why = models.CharField(max_length=400, blank=True)  # it was moved or let go
    reached_at = models.DateTimeField(null=True, blank=True)
    let_go_at = models.DateTimeField(null=True, blank=True)
    # The day of which those who carry the project were reminded.
    told_for = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "words"], name="one_milestone_each_name")]

    def __str__(self) -> str:
        return self.words

    @property
    def is_settled(self) -> bool:
        """Whether it was reached or let go."""
        return self.reached_at is not None or self.let_go_at is not None

    @property
    def was_moved(self) -> bool:
        """Whether its day is another than was said at first."""
        return self.on != self.first_on


class ProjectNote(models.Model):
    """What somebody learned on the way, in a few lines."""

    project = models.ForeignKey(LearningProject, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    words = models.CharField(max_length=1000)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["project", "-at", "-id"])]

    def __str__(self) -> str:
        return f"note {self.pk}"
