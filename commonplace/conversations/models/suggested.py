"""Words that the house would file conversations under that came without any, and what stewards said of them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from commonplace.communities.models import Community, Topic
from commonplace.conversations.models.conversation import Conversation


class TopicSearch(models.Model):
    """Conversations of a community that came from elsewhere are looked through for topics, in the order of their keys.

    `upto` is the key of the last that was: 0 before the first, and empty when all were, since `ended_at`.
    """

    community = models.OneToOneField(Community, on_delete=models.CASCADE, related_name="+")
    upto = models.PositiveBigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.community}: {self.upto}"


class SuggestedTopic(models.Model):
    """A word that the house found: the community's own, or a phrase that comes again. Of the same stems it is one."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    stems = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "stems"], name="one_suggestion_of_a_word")
        ]

    def __str__(self) -> str:
        return self.name


class TopicDecision(models.Model):
    """What a steward made of a suggested word: a topic, another word for one, or (without a topic) none, for good."""

    suggested = models.ForeignKey(SuggestedTopic, on_delete=models.CASCADE, related_name="decisions")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    # The word came into the vocabulary with it, and goes when it is taken back.
    is_new_word = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["suggested"], condition=Q(topic__isnull=True), name="declined_as_topic_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.suggested}: {self.topic}"


class Fitting(models.Model):
    """A conversation that would be filed under a suggested word, or was, by a decision that can be taken back."""

    suggested = models.ForeignKey(SuggestedTopic, on_delete=models.CASCADE, related_name="fittings")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    decision = models.ForeignKey(
        TopicDecision, null=True, blank=True, on_delete=models.SET_NULL, related_name="fittings"
    )
    # Search knows of what was decided; the worker tells it.
    is_indexed = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["suggested", "conversation"], name="one_fitting_of_a_word")
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(is_indexed=False), name="fittings_to_be_indexed"),
        ]

    def __str__(self) -> str:
        return f"{self.conversation}: {self.suggested}"
