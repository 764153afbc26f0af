"""What a sponsor says of themselves, and what the community says in brief to its sponsor."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonplace.communities.models import Community
from commonplace.communities.viewpoint import beyond_byline
from commonplace.people.models import Person
from commonplace.sponsorship.who import is_for_its_side

THANKS_KIND: Final = "thanks"
MOST_LINES: Final = 3


class SayingQuerySet(models.QuerySet["Saying"]):
    """What sponsors said, asked by who may read it."""

    def visible_to(self, person: Person | None) -> Self:
        """Those in communities where somebody is inside or a sponsor."""
        return self.filter(is_for_its_side(person, "community_id"))

    def thanks(self) -> Self:
        return self.filter(kind=Saying.Kind.THANKS)

    def open_offers(self) -> Self:
        """Offers to which the community has not said anything."""
        return self.filter(kind=Saying.Kind.OFFER, answered_at=None)

    def with_faces(self) -> Self:
        """Joined to what a page shows of each."""
        return self.select_related("by").defer(*beyond_byline("by"))


class Saying(models.Model):
    """Thanks, an offer, or what matters this year: what a sponsor may say without being asked.

    An offer is taken up or declined by a steward, with thanks in words (`reply`).
    """

    class Kind(models.TextChoices):
        THANKS = "thanks", _("Thanks")
        OFFER = "offer", _("An offer")
        MATTERS = "matters", _("What matters this year")

    class What(models.TextChoices):
        TIME = "time", _("Time")
        ROOM = "room", _("A room")
        MONEY = "money", _("Money")
        SPEAKER = "speaker", _("A speaker")
        ELSE = "else", _("Something else")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind)
    what = models.CharField(max_length=7, choices=What, blank=True)
    words = models.CharField(max_length=600)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    taken = models.BooleanField(null=True, blank=True)
    reply = models.CharField(max_length=600, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  # unique where there is one

    objects = SayingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["by", "idempotency_key"], name="one_saying_each_sending"),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(kind="offer", taken__isnull=False), name="offers_alone_are_answered"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["community", "kind", "-at"])]

    def __str__(self) -> str:
        return f"{self.kind}: {self.words}"

    @property
    def label(self) -> str | Promise:
        """What is offered, in a word."""
        return self.What(self.what).label if self.what else self.Kind(self.kind).label


class Brief(models.Model):
    """What a community says in brief to its sponsor: up to three lines, each with how it is known.

    The latest stands; those before are kept. A line is `lead`, `words` and `how`, such as "212 hours", "less run-time
    for each leak", "measured in one district".
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    lines = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["community", "-at"])]

    def __str__(self) -> str:
        return f"in brief, {self.community_id}, {date(self.at.year, self.at.month, self.at.day)}"


class KeptFigures(models.Model):
    """The figures of a community as its sponsor’s page shows them, with when they were read last (`figures.py`)."""

    community = models.OneToOneField(Community, on_delete=models.CASCADE, related_name="+")
    rows = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"figures for the sponsor of {self.community_id}"
