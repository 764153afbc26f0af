"""The first steps of whoever comes: what a community asks, what somebody did of it, and who is at their side."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities.models import Community, Membership
from commonplace.people.models import Person

STEPS: Final = 3
MOST_STEP: Final = 160
# So long the steps stand on Today, and so long a buddy is asked for and is one.
NEW_FOR: Final = timedelta(days=28)
BUDDY_FOR: Final = timedelta(days=84)


class WelcomePath(models.Model):
    """Three small steps that the stewards of a community wrote; where there is no row, the house offers its own."""

    community = models.OneToOneField(Community, on_delete=models.CASCADE, related_name="+")
    # Each a mapping of the code of what the house notices, or "", and the words.
    steps = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"first steps in {self.community_id}"


class StepDone(models.Model):
    """Somebody says that they did a step: what no deed tells."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=MOST_STEP)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "person", "words"], name="a_step_done_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.words}"


class WelcomeSetAside(models.Model):
    """Somebody does not want to see the steps of a community any more."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["community", "person"], name="set_aside_once")]

    def __str__(self) -> str:
        return f"{self.person_id} needs no steps in {self.community_id}"


class BuddyWilling(models.Model):
    """A member agrees to be at the side of a newcomer of their craft, until they take it back."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["community", "person"], name="willing_once")]

    def __str__(self) -> str:
        return f"{self.person_id} would be a buddy in {self.community_id}"


class Helped(models.TextChoices):
    """Whether it helped, as one of the two says."""

    HELPED = "helped", _("It helped")
    SOMEWHAT = "somewhat", _("A little")
    NOT_MET = "not_met", _("We did not get to it")


class BuddyQuerySet(models.QuerySet["Buddy"]):
    """Buddies, asked by who may know of them and whether they are at it."""

    def visible_to(self, person: Person | None) -> Self:
        """To the two, and to nobody else."""
        if person is None:
            return self.none()
        inside = Membership.objects.communities_of(person)
        return self.filter(Q(newcomer=person) | Q(buddy=person), community__in=inside)

    def at_it(self, now: datetime) -> Self:
        """Those whose weeks are not over and that neither of the two ended."""
        return self.filter(since__gt=now - BUDDY_FOR, ended_at=None)


class Buddy(models.Model):
    """Somebody at the side of a newcomer, who said yes to them; it ends by itself, or when either likes."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    newcomer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    buddy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    # Whether it helped, as the newcomer says; read by nobody else.
    helped = models.CharField(max_length=8, choices=Helped, blank=True)

    objects = BuddyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "newcomer"], name="one_buddy_each_newcomer"),
            models.CheckConstraint(condition=~Q(newcomer=models.F("buddy")), name="nobody_is_their_own_buddy"),
        ]

    def __str__(self) -> str:
        return f"{self.buddy_id} beside {self.newcomer_id}"

    def is_at_it(self, now: datetime) -> bool:
        """Whether its weeks are not over."""
        return self.ended_at is None and self.since > now - BUDDY_FOR
