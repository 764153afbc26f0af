"""Gaps of the map that a steward set aside for a while."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from commonplace.communities.models import Topic
from commonplace.knowledge.gaps import Missing


class SetAside(models.Model):
    """One gap of a topic is not offered until a moment: who said so, and when."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    missing = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Missing])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["topic", "missing"], name="one_setting_aside_of_a_gap"),
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.missing} until {self.until}"
