"""Calendars of others that a community looks at, and the dates that stand in them: nobody answers these here."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities.models import Community

TOLD_AFTER: Final = timedelta(days=3)


class OutsideCalendar(models.Model):
    """A calendar at somebody else's address. `next_at` is when it is asked again.

    `trouble` is why it could not be read last, `failing_since` since when that is so. What came with it (`etag`,
    `modified`) is said when it is asked for again, so that nothing comes twice.
    """

    class Trouble(models.TextChoices):
        NONE = "", ""
        INSIDE = (
            "inside",
            _("Its address leads nowhere that the house may ask: only https, to an address of the public net."),
        )
        SILENT = "silent", _("Nobody answers there.")
        SLOW = "slow", _("It takes longer than half a minute.")
        LARGE = "large", _("It is larger than 5 MB.")
        REFUSED = "refused", _("There is nothing for us there: its address may have changed, or asks for a passphrase.")
        BROKEN = "broken", _("What is there is no calendar.")
        MANY = "many", _("It holds more than a calendar of people does.")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=120)
    # It may be a secret of somebody's: shown to stewards alone.
    address = models.CharField(max_length=1000)
    made_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    etag = models.CharField(max_length=300, blank=True)
    modified = models.CharField(max_length=100, blank=True)
    trouble = models.CharField(max_length=8, choices=Trouble, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    # Entries of it that say nothing that could be read.
    unreadable = models.PositiveIntegerField(default=0)
    # The bytes that its dates are from, and when these were worked out: what comes again changes nothing for some days.
    digest = models.CharField(max_length=64, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "address"], name="one_outside_calendar_each_address")
        ]
        indexes: ClassVar = [models.Index(fields=["next_at"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_late(self) -> bool:
        """Whether it has failed for so long that a steward has to know."""
        return self.failing_since is not None and timezone.now() - self.failing_since >= TOLD_AFTER


class OutsideDateQuerySet(models.QuerySet["OutsideDate"]):
    """Dates of others, asked by when they are."""

    def ahead(self, now: datetime) -> Self:
        """Those that are not over, the next one first."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "pk")


class OutsideDate(models.Model):
    """One date of a calendar of others. Of a whole day `on` is the day, and `days` how many; else there is an hour."""

    calendar = models.ForeignKey(OutsideCalendar, on_delete=models.CASCADE, related_name="dates")
    uid = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=300, blank=True)
    link = models.CharField(max_length=500, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    on = models.DateField(null=True, blank=True)
    days = models.PositiveSmallIntegerField(default=0)

    objects = OutsideDateQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["calendar", "ends_at"])]

    def __str__(self) -> str:
        return self.title


class OutsideInMine(models.Model):
    """Somebody likes a community's outside dates in their own calendar too."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "community"], name="outside_dates_in_mine_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} has outside dates of {self.community} in their calendar"
