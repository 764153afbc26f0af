"""A change that a member offers, which the steward of the resource takes or declines."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from commonplace.repertoire.lengths import MAX_GOOD_FOR, MAX_TITLE


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    """Suggestions, waiting or settled."""

    def waiting(self) -> Self:
        """Those that nobody has taken or declined."""
        return self.filter(settled_at=None)


class Suggestion(models.Model):
    """How somebody would have it, beginning from revision `number`; `is_taken` once it is settled.

    `revision` is what came of one that was taken, `answer` what its offerer is told.
    """

    resource = models.ForeignKey("repertoire.Resource", on_delete=models.CASCADE, related_name="suggestions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=MAX_TITLE)
    good_for = models.CharField(max_length=MAX_GOOD_FOR, blank=True)
    words = models.JSONField(default=dict)
    why = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_taken = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(null=True, blank=True)
    answer = models.CharField(max_length=400, blank=True)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  # unique where there is one

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["resource", "-at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["by", "idempotency_key"], name="one_suggestion_each_sending")
        ]

    def __str__(self) -> str:
        return f"suggestion {self.pk}"
