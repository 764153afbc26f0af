"""Who sits in a group; below the rules, which ask for it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone


class SpaceSeat(models.Model):
    """One person's place in a group space."""

    space = models.ForeignKey("communities.Space", on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["space", "person"], name="one_seat_each")]

    def __str__(self) -> str:
        return f"{self.person} in {self.space}"
