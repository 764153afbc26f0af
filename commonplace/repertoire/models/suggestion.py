"""A change that a member offers, which the steward of the resource takes or declines."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from commonplace.communities import access
from commonplace.communities.models import Hold
from commonplace.people.models import Person
from commonplace.repertoire.lengths import MAX_GOOD_FOR, MAX_TITLE


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    """Suggestions, waiting or settled, asked by who may see them."""

    def visible_to(self, person: Person | None) -> Self:
        """Those for resources that `person` may see, where they have a standing, less what is held."""
        return self.filter(
            access.has_standing(person, "resource__community"),
            access.space_is_visible(person, "resource__space__"),
            access.is_not_held(
                person,
                kind="resource",
                object_id="resource_id",
                author="resource__kept_by_id",
                community="resource__community_id",
            ),
            access.is_not_held(person, kind="suggestion", author="by_id", community="resource__community_id"),
        )

    def with_held(self) -> Self:
        """Each with whether it is held back, as `is_held`."""
        return self.annotate(is_held=Exists(_holds()))

    def waiting(self) -> Self:
        """Those that nobody has taken or declined."""
        return self.filter(settled_at=None)

    def to_weigh(self) -> Self:
        """Those that wait for whoever looks after the resource: what is held back waits for stewards alone."""
        return self.waiting().filter(~Exists(_holds()))


def _holds() -> models.QuerySet[Hold]:
    return Hold.objects.in_force().filter(kind="suggestion", object_id=OuterRef("pk"))


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
