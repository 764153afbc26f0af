"""A resource that somebody made out of another: their own of it, and what they changed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from commonplace.repertoire.lengths import MAX_WHERE


class Adaptation(models.Model):
    """What a resource was made out of. `root` is where the tree began, so that one query finds all of it.

    Whatever grows is younger than what it grew from, and has a higher key: the database allows no ring.
    """

    resource = models.OneToOneField("repertoire.Resource", on_delete=models.CASCADE, related_name="adaptation")
    parent = models.ForeignKey("repertoire.Resource", on_delete=models.CASCADE, related_name="adaptations")
    root = models.ForeignKey("repertoire.Resource", on_delete=models.CASCADE, related_name="+")
    changed = models.CharField(max_length=MAX_WHERE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(parent__lt=F("resource")), name="grows_from_what_is_older"),
            models.CheckConstraint(condition=Q(root__lte=F("parent")), name="tree_begins_no_later"),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} out of {self.parent_id}"
