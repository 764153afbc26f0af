"""A collection: resources in an order, with a few words to each, such as a reading path for newcomers."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from commonplace.communities import access
from commonplace.communities.models import Community, Space
from commonplace.communities.viewpoint import beyond_byline
from commonplace.people.models import Person
from commonplace.repertoire.lengths import MAX_GOOD_FOR, MAX_TITLE
from commonplace.repertoire.models.resource import Resource
from commonplace.ui.addresses import address


class CollectionQuerySet(models.QuerySet["Collection"]):
    """Collections, asked by who may see them; what is in them is asked for itself."""

    def visible_to(self, person: Person | None) -> Self:
        """Those in spaces `person` may read, less what is held."""
        return self.filter(
            access.space_is_visible(person, "space__"),
            access.is_not_held(person, kind="collection", author="kept_by_id", community="community_id"),
        )

    def with_faces(self) -> Self:
        """Joined to what a page shows of each."""
        return self.select_related("kept_by", "space").defer(*beyond_byline("kept_by"))


class Collection(models.Model):
    """What belongs together and in which order, put together by somebody for somebody."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=MAX_TITLE)
    # For whom it is, and what it leads to.
    good_for = models.CharField(max_length=MAX_GOOD_FOR, blank=True)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    kept_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  # unique where there is one

    objects = CollectionQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["community", "-changed_at", "-id"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kept_by", "idempotency_key"], name="one_collection_each_sending")
        ]

    def __str__(self) -> str:
        return self.title

    def url(self, slug: str) -> str:
        """Where it stands in the community of this name."""
        return address("collection", slug, self.pk)


class Stop(models.Model):
    """One resource on the way through a collection, and why it stands here."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="stops")
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="stops")
    position = models.PositiveIntegerField()
    words = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["collection", "resource"], name="one_stop_each")]

    def __str__(self) -> str:
        return f"{self.position} of {self.collection_id}"
