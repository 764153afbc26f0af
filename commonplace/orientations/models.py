"""Profiles that a community draws together, what each member said in one, and the spread that is told of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from commonplace.communities.models import Community, Membership
from commonplace.communities.modules import Orientation
from commonplace.lib.days import last_day
from commonplace.lib.spread import Middle
from commonplace.people.models import Person

# From not at all to very much.
MOST = 5


class ProfileQuerySet(models.QuerySet["Profile"]):
    """Profiles, asked by who may read them and by whether they are still being drawn."""

    def visible_to(self, person: Person | None) -> Self:
        """Those of communities where `person` has a standing."""
        if person is None:
            return self.none()
        return self.filter(community__in=Membership.objects.communities_of(person))

    def open_at(self, now: datetime) -> Self:
        """Those that members still draw."""
        return self.filter(closed_at=None, ends_at__gt=now)


class Profile(models.Model):
    """A steward asks how we are together, until a day; then it is closed, and what is told of it stays as it is."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # The end of the last day on which one draws, in UTC.
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    # How many drew at least, in fives, once it is closed; 0 where they were fewer than five.
    drawn = models.PositiveIntegerField(default=0)
    # Whether that was counted anew, or stayed as it was told before.
    drawn_is_new = models.BooleanField(default=True)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["community"], condition=Q(closed_at__isnull=True), name="one_open_profile_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.community}, until {self.until}"

    @property
    def until(self) -> date:
        """The last day on which one draws."""
        return last_day(self.ends_at)


class Leaning(models.Model):
    """What one member said of one orientation: how much of it there is, and how much they want; empty is no word."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="leanings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    orientation = models.CharField(max_length=16, choices=Orientation)
    today = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(MOST)])
    wanted = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(MOST)])
    # Whether what is told was worked out with it: whoever had left by then is not in it.
    is_counted = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["profile", "person", "orientation"], name="one_leaning_each"),
            models.CheckConstraint(
                condition=(Q(today__isnull=True) | Q(today__lte=MOST)) & (Q(wanted__isnull=True) | Q(wanted__lte=MOST)),
                name="a_leaning_is_within_bounds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.orientation}: {self.today}, {self.wanted}"


class Spread(models.Model):
    """What is told of one orientation: between which two numbers the middle half lies; empty where under five spoke."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="spreads")
    orientation = models.CharField(max_length=16, choices=Orientation)
    today_from = models.PositiveSmallIntegerField(null=True, blank=True)
    today_to = models.PositiveSmallIntegerField(null=True, blank=True)
    wanted_from = models.PositiveSmallIntegerField(null=True, blank=True)
    wanted_to = models.PositiveSmallIntegerField(null=True, blank=True)
    # Whether each was worked out anew, or stayed as it was told before.
    today_is_new = models.BooleanField(default=True)
    wanted_is_new = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["profile", "orientation"], name="one_spread_each"),
            models.CheckConstraint(
                condition=(Q(today_from__isnull=True) | Q(today_from__lte=F("today_to")))
                & (Q(wanted_from__isnull=True) | Q(wanted_from__lte=F("wanted_to"))),
                name="a_spread_goes_upward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.orientation}: {self.today_from} to {self.today_to}"

    @property
    def today(self) -> Middle | None:
        """How much there is."""
        return _middle(self.today_from, self.today_to)

    @property
    def wanted(self) -> Middle | None:
        """How much is wanted."""
        return _middle(self.wanted_from, self.wanted_to)


def _middle(low: int | None, high: int | None) -> Middle | None:
    return None if low is None or high is None else Middle(low, high)
