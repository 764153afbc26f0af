"""An undertaking: what several people carry over days or months, of one kind, in one space."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from commonplace.communities import access
from commonplace.communities.models import Community, Space
from commonplace.communities.viewpoint import beyond_byline
from commonplace.people.models import Person
from commonplace.ui.addresses import address
from commonplace.undertakings.kinds import Kind


class UndertakingQuerySet(models.QuerySet["Undertaking"]):
    """Undertakings, asked by who may see them and whether they go on."""

    def visible_to(self, person: Person | None) -> Self:
        """Those in spaces `person` may read, less what is held."""
        return self.filter(
            access.space_is_visible(person, "space__"),
            access.is_not_held(person, kind="undertaking", author="begun_by_id", community="community_id"),
        )

    def visible_inside(self) -> Self:
        """Those that everyone with a standing may see, in a letter too."""
        return self.filter(
            access.space_is_visible_inside("space__"),
            access.is_not_held(None, kind="undertaking", author="begun_by_id", community="community_id"),
        ).filter(access.sends_words("space__"))

    def not_held(self) -> Self:
        """Those that nobody keeps back, for somebody outside, who has no standing to be asked for."""
        return self.filter(access.is_not_held(None, kind="undertaking", author="begun_by_id", community="community_id"))

    def carried_by(self, person: Person | None) -> Self:
        """Those that `person` began or has a hand in."""
        if person is None:
            return self.none()
        return self.filter(Q(begun_by=person) | Q(pk__in=Hand.objects.filter(person=person).values("undertaking")))

    def under_way(self) -> Self:
        """Those that have not ended."""
        return self.filter(ended_at=None)

    def with_faces(self) -> Self:
        """Joined to what a page shows of each."""
        return self.select_related("begun_by", "space").defer(*beyond_byline("begun_by"))


class Undertaking(models.Model):
    """What several people carry together; what is special to its kind stands in a row of that kind, under its key."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=400, blank=True)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    begun_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  # unique where there is one

    objects = UndertakingQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["community", "-changed_at", "-id"]),
            models.Index(fields=["space", "kind"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["begun_by", "idempotency_key"], name="one_undertaking_each_sending")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        """Whether it has ended; what it leaves behind stays."""
        return self.ended_at is not None

    def url(self, slug: str) -> str:
        """Where it stands in the community of this name."""
        return address(Kind(self.kind).page, slug, self.pk)


class Hand(models.Model):
    """Somebody who carries an undertaking with whoever began it, and the part they take in it ("drafts")."""

    undertaking = models.ForeignKey(Undertaking, on_delete=models.CASCADE, related_name="hands")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=60, blank=True)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["undertaking", "person"], name="one_hand_each")]

    def __str__(self) -> str:
        return f"{self.person_id} carries {self.undertaking_id}"


class OfUndertaking(models.Model):
    """What is special to one kind: a row under the key of its undertaking."""

    undertaking = models.OneToOneField(
        Undertaking, primary_key=True, on_delete=models.CASCADE, related_name="%(class)s"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.undertaking_id)
