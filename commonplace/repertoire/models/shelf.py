"""How a community keeps its shelf, as its stewards said."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from commonplace.communities.models import Community


class ShelfQuerySet(models.QuerySet["Shelf"]):
    """Shelves, asked by how they are kept."""

    def lending(self) -> Self:
        """Those of communities that lend."""
        return self.filter(lends_since__isnull=False)


class Shelf(models.Model):
    """The languages that a community works in, and since when what it keeps may be lent to others of the house."""

    community = models.OneToOneField(Community, on_delete=models.CASCADE, related_name="+")
    languages = models.JSONField(default=list, blank=True)
    lends_since = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ShelfQuerySet.as_manager()

    def __str__(self) -> str:
        return f"shelf of {self.community_id}"
