"""An address under which one's own lists are read without signing in."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from commonplace.communities.models import Community, Space


class Opens(models.TextChoices):
    """What an address is for; it opens nothing else."""

    LISTS = "lists"
    CALENDAR = "calendar"


class SecretAddress(models.Model):
    """Lets whoever has it read what its person may read in one community, or in one space of it, until it is revoked.

    One for a calendar may be for all communities of its person. When it was last asked is nobody's business.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    opens = models.CharField(max_length=8, choices=Opens, default=Opens.LISTS)
    community = models.ForeignKey(Community, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    # The secret itself is shown once and never stored.
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "-made_at"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(community__isnull=False) | Q(opens=Opens.CALENDAR, space__isnull=True),
                name="an_address_is_of_somewhere",
            )
        ]

    def __str__(self) -> str:
        return f"{self.space or self.community or 'all'} for {self.person}"
