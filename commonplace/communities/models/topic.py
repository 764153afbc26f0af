"""A word of the community's vocabulary, and the words that mean the same."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from commonplace.communities.models.community import Community


class TopicsInUse(models.Manager["Topic"]):
    """The words under which things are filed, without those that only lead to another."""

    def get_queryset(self) -> models.QuerySet[Topic]:
        return super().get_queryset().filter(same_as__isnull=True)


class Topic(models.Model):
    """A word under which things are filed in one community; one with `same_as` is a synonym, and leads on to it.

    `objects` are the words in use, `every` are they and their synonyms: of both no two have the same address. Nothing
    is filed under a synonym, and none is broader or narrower than anything.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="topics")
    slug = models.SlugField(max_length=60, allow_unicode=True)
    name = models.CharField(max_length=60)
    same_as = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="synonyms")
    broader = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="narrower")

    objects = TopicsInUse()
    every: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "slug"], name="one_topic_slug"),
            models.CheckConstraint(condition=~Q(broader=F("id")), name="topic_not_within_itself"),
            models.CheckConstraint(condition=Q(same_as=None) | Q(broader=None), name="synonym_of_no_breadth"),
        ]

    def __str__(self) -> str:
        return self.name


class TopicMerger(models.Model):
    """That two topics became one, and how they become two again."""

    kept = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="mergers")
    other = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="merger")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # What was moved, changed and let go of (see `people/way_back.py`).
    way_back = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.other} is {self.kept}"
