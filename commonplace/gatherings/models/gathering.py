"""A gathering: people meet, at a time, online or in a place."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonplace.communities import access
from commonplace.communities.viewpoint import beyond_byline
from commonplace.conversations.models import Conversation
from commonplace.gatherings.models.series import Series
from commonplace.gatherings.models.terms import Terms
from commonplace.people.models import Person

DOORS_OPEN = timedelta(minutes=10)  # so long before it begins its address may be opened


class State(models.TextChoices):
    """Whether it has a date yet, and whether it still takes place."""

    DRAFT = "draft", _("its date is open")
    CONVENED = "convened", _("convened")
    CANCELLED = "cancelled", _("cancelled")


class GatheringQuerySet(models.QuerySet["Gathering"]):
    """Gatherings, asked by who may see them and by when they are."""

    def visible_to(self, person: Person | None) -> Self:
        """Those in spaces `person` may read, less what is held."""
        return self.filter(
            access.space_is_visible(person, "space__"),
            access.is_not_held(person, kind="gathering", author="convener_id", community="community_id"),
        )

    def visible_inside(self) -> Self:
        """Those that everyone with a standing may see, in a letter too."""
        return self.filter(
            access.space_is_visible_inside("space__"),
            access.is_not_held(None, kind="gathering", author="convener_id", community="community_id"),
        ).filter(access.sends_words("space__"))

    def not_held(self) -> Self:
        """Those that nobody keeps back, for guests, who have no standing to be asked for."""
        return self.filter(access.is_not_held(None, kind="gathering", author="convener_id", community="community_id"))

    def held_by(self, person: Person | None) -> Self:
        """Those that `person` convened or holds with others."""
        if person is None:
            return self.none()
        return self.filter(Q(convener=person) | Q(pk__in=Host.objects.filter(person=person).values("gathering")))

    def convened(self) -> Self:
        """Those that take place, or took place."""
        return self.filter(state=State.CONVENED)

    def ahead(self, now: datetime) -> Self:
        """Those that take place and are not over, the next one first."""
        return self.convened().filter(ends_at__gt=now).order_by("starts_at", "pk")

    def past(self, now: datetime) -> Self:
        """Those that are over, the latest first."""
        return self.convened().filter(ends_at__lte=now).order_by("-starts_at", "-pk")

    def with_faces(self) -> Self:
        """Joined to what a page shows of each."""
        return self.select_related("convener", "space", "series").defer(*beyond_byline("convener"))


class Gathering(Terms):
    """People meeting. `starts_at` follows from the clock on the wall by the rules of its zone, `ends_at` from that.

    A date of a series keeps in `recurrence_id` when it would have been by the rule, as its clock on the wall shows it
    ("2026-11-24T15:00").
    """

    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.CONVENED)
    # Why it does not take place, and since when that is said.
    why = models.CharField(max_length=400, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    conversation = models.OneToOneField(
        Conversation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.CASCADE, related_name="gatherings")
    recurrence_id = models.CharField(max_length=16, blank=True)
    # Under which name, date and zone the calendars of those who were asked know it, where its series was another then.
    known_uid = models.UUIDField(null=True, blank=True)
    known_id = models.CharField(max_length=16, blank=True)
    known_zone = models.CharField(max_length=64, blank=True)
    # When its hosts said who was there, and how many came whom the house does not know.
    attendance_at = models.DateTimeField(null=True, blank=True)
    others_came = models.PositiveSmallIntegerField(default=0)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  # unique where there is one
    origin = models.CharField(max_length=40, blank=True)

    objects = GatheringQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["community", "state", "ends_at"]),
            models.Index(fields=["space", "starts_at"]),
            models.Index(fields=["convener", "-starts_at"]),
            models.Index(fields=["state", "starts_at"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["series", "recurrence_id"], condition=Q(series__isnull=False), name="one_gathering_each_date"
            ),
            models.UniqueConstraint(fields=["convener", "idempotency_key"], name="one_gathering_each_sending"),
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="gathering_has_length"),
        ]

    @property
    def rule_wall(self) -> datetime | None:
        """When this date of a series would have been by the rule, as a clock in its zone shows it."""
        return datetime.fromisoformat(self.recurrence_id) if self.recurrence_id else None

    @property
    def is_cancelled(self) -> bool:
        """Whether it was called off."""
        return self.state == State.CANCELLED

    @property
    def is_open_dated(self) -> bool:
        """Whether its date is still being looked for."""
        return self.state == State.DRAFT

    def is_over(self, now: datetime) -> bool:
        """Whether it has ended."""
        return self.ends_at <= now

    def is_under_way(self, now: datetime) -> bool:
        """Whether people are at it."""
        return self.state == State.CONVENED and self.starts_at <= now < self.ends_at

    def is_address_open(self, now: datetime) -> bool:
        """Whether those who may come are shown where online: from ten minutes before until it ends."""
        return self.state == State.CONVENED and self.starts_at - DOORS_OPEN <= now < self.ends_at


class Host(models.Model):
    """Someone who holds a gathering, and the part they take in it ("facilitates")."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="hosts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["gathering", "person"], name="one_host_each")]

    def __str__(self) -> str:
        return f"{self.person} holds {self.gathering}"
