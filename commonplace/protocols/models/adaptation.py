"""A community's own form of a protocol."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from commonplace.communities import access
from commonplace.communities.models import Community, Space
from commonplace.people.models import Person
from commonplace.protocols.protocol import OWN, Protocol
from commonplace.protocols.recipe import protocol_from

KIND = "protocol"


class AdaptationQuerySet(models.QuerySet["Adaptation"]):
    """Adaptations, asked by who may see them."""

    def visible_to(self, person: Person | None) -> Self:
        """Those in spaces `person` may read, less what is held or was withdrawn."""
        return self.filter(
            access.space_is_visible(person, "space__"),
            access.is_not_held(person, kind=KIND, author="by_id", community="community_id"),
            withdrawn_at__isnull=True,
        )


class Adaptation(models.Model):
    """A protocol as a community has changed it, or taken over from another house; `protocol` is the catalogue's code.

    `recipe` is the whole of it as plain values; `came_from` says in words where one that came as a file was made.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    protocol = models.CharField(max_length=60)
    after = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=200)
    line = models.CharField(max_length=400)
    recipe = models.JSONField()
    came_from = models.CharField(max_length=400, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  # unique where there is one

    objects = AdaptationQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["community", "-made_at"]), models.Index(fields=["by", "-made_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["by", "idempotency_key"], name="one_adaptation_each_sending"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        """What its address calls it."""
        return f"{OWN}{self.pk}"

    def as_protocol(self) -> Protocol:
        """The same as one of the catalogue is told."""
        return protocol_from(self.recipe | {"title": self.title, "line": self.line}, adaptation=self.pk)
