"""What stands on the learning agenda, whom it concerns, which gatherings took it up, and what a season's review said.

The learning agenda is what Etienne and Beverly Wenger-Trayner call the work of agenda activists; a season's review asks
what served us and what is next.
"""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities import access
from commonplace.communities.models import Community, Membership, Space
from commonplace.communities.viewpoint import beyond_byline
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.ui.addresses import address


class Kind(models.TextChoices):
    """Whether it hurts now, or nobody knows it yet."""

    ISSUE = "issue", _("a key issue: it costs us something now")
    INQUIRY = "inquiry", _("an open inquiry: none of us knows it yet")


class ItemQuerySet(models.QuerySet["Item"]):
    """What stands on agendas, asked by who may see it and whether it is open."""

    def visible_to(self, person: Person | None) -> Self:
        """Those in spaces `person` may read, less what is held."""
        return self.filter(
            access.space_is_visible(person, "space__"),
            access.is_not_held(person, kind="agenda_item", author="by_id", community="community_id"),
        )

    def open(self) -> Self:
        """Those of which nobody has said what came of them."""
        return self.filter(ended_at=None)

    def weighed(self) -> Self:
        """Each with its `weight`, for how many people it matters most, the weightiest first and then the oldest."""
        return self.annotate(weight=Count("weights")).order_by("-weight", "at", "pk")

    def with_faces(self) -> Self:
        """Joined to what a page shows of each."""
        rows = self.select_related("by", "carrier", "space")
        return rows.defer(*beyond_byline("by"), *beyond_byline("carrier"))


class Item(models.Model):
    """One issue or inquiry on a community's agenda, in one space; `form` is the protocol that would suit it."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    title = models.CharField(max_length=160)
    why = models.TextField(max_length=2000, blank=True)
    form = models.CharField(max_length=48, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # Whoever sees to it that something happens.
    carrier = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    came_of = models.TextField(max_length=2000, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # In whose words it stands what came of it.
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    idempotency_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  # unique where there is one

    objects = ItemQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["community", "ended_at", "-at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["by", "idempotency_key"], name="one_agenda_item_each_sending")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        """Whether somebody has said what came of it."""
        return self.ended_at is not None

    def url(self, slug: str) -> str:
        """Where it stands in the community of this name."""
        return address("agenda_item", slug, self.pk)


class Weight(models.Model):
    """One of the things that matter most to somebody; of its giver nothing is shown to others."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="weights")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "person"], name="one_weight_each")]

    def __str__(self) -> str:
        return f"{self.item_id} matters"


class Taken(models.Model):
    """A gathering takes something up from the agenda."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="taken")
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "gathering"], name="taken_up_once_each")]

    def __str__(self) -> str:
        return f"{self.item_id} at {self.gathering_id}"


class ReviewQuerySet(models.QuerySet["Review"]):
    """Reviews, asked by who may read them."""

    def visible_to(self, person: Person | None) -> Self:
        """Those of communities where `person` has a standing."""
        if person is None:
            return self.none()
        return self.filter(community__in=Membership.objects.communities_of(person))


class Review(models.Model):
    """What a community said at the end of a season: what served us, and what is next."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    served = models.TextField(max_length=2000)
    comes_next = models.TextField(max_length=2000, blank=True)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  # unique where there is one

    objects = ReviewQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["community", "-at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["by", "idempotency_key"], name="one_review_each_sending")
        ]

    def __str__(self) -> str:
        return f"{self.community}, {self.at:%Y-%m-%d}"
