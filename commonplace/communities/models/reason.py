"""What a community's stewards say so often that they keep it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SavedReason(models.Model):
    """A short reason in the community's own words, to be chosen wherever stewards are asked for one."""

    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    words = models.CharField(_("in your words"), max_length=400)
    position = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["community", "words"], name="one_reason_in_words")]

    def __str__(self) -> str:
        return self.words
