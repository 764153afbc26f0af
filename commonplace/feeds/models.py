"""An address under which one's own lists are read without signing in."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from commonplace.communities.models import Community, Space


class SecretAddress(models.Model):
    """Lets whoever has it read what its person may read in one community, or in one space of it, until it is revoked.

    When it was last asked is nobody's business and not kept.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    # The secret itself is shown once and never stored.
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "-made_at"])]

    def __str__(self) -> str:
        return f"{self.space or self.community} for {self.person}"
