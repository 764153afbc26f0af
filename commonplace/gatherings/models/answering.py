"""Who comes: what people answered, guests from outside to one gathering, and when someone likes to be reminded."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.gatherings.models.gathering import Gathering


class Invited(models.Model):
    """A guest from outside, asked to this gathering alone by their address; their link opens it and nothing else."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="invited")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    address = models.EmailField(max_length=254)
    language = models.CharField(max_length=12, blank=True)
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["gathering", "address"], name="one_invitation_each_address")
        ]

    def __str__(self) -> str:
        return f"{self.name or self.address} is asked to {self.gathering}"


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Answers, asked by what they say."""

    def coming(self) -> Self:
        """Those who said yes and have a seat."""
        return self.filter(says=Answer.Says.YES)

    def waiting(self) -> Self:
        """Those who said yes when all seats were taken, the first of them first."""
        return self.filter(says=Answer.Says.WAITING).order_by("place", "pk")

    def to_be_told(self) -> Self:
        """Those whom a change of date or place concerns: yes, perhaps, or waiting for a seat."""
        return self.filter(says__in=Answer.TOLD)


class Answer(models.Model):
    """What one person, or one guest from outside, said; and whether they were there.

    `place` is their place in the line of those who wait. `words` are the two lines of someone who cannot come, for the
    hosts to read out. `reminded_for` is the beginning that they were reminded of, or before that the end of the poll.
    While the date is open, `comes_if_can` says that they come if it is a time at which they can.
    """

    class Says(models.TextChoices):
        YES = "yes", _("I’ll come")
        MAYBE = "maybe", _("I’ll try")
        NO = "no", _("Not this time")
        WAITING = "waiting", _("I wait for a seat")
        NOTHING = "", _("has not said")

    class Came(models.TextChoices):
        HERE = "here", _("was there")
        PHONE = "phone", _("was there by phone")
        WALKED_IN = "walked_in", _("came without having said so")
        NOT = "not", _("was not there")

    TOLD: ClassVar = (Says.YES, Says.MAYBE, Says.WAITING)
    THERE: ClassVar = (Came.HERE, Came.PHONE, Came.WALKED_IN)

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    guest = models.OneToOneField(Invited, null=True, blank=True, on_delete=models.CASCADE, related_name="answer")
    says = models.CharField(max_length=7, choices=Says, default=Says.NOTHING, blank=True)
    place = models.PositiveIntegerField(default=0)
    words = models.CharField(max_length=400, blank=True)
    comes_if_can = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    came = models.CharField(max_length=9, choices=Came, blank=True)
    reminded_for = models.DateTimeField(null=True, blank=True)
    # Who asked them by name, and when; they are asked once.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    # How many letters of changes in a row they had to this gathering, and when the last one was written.
    told_changes = models.PositiveSmallIntegerField(default=0)
    told_changes_at = models.DateTimeField(null=True, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["gathering", "person"], condition=Q(person__isnull=False), name="one_answer_each"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, guest__isnull=True) | Q(person__isnull=True, guest__isnull=False),
                name="an_answer_is_somebodys",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["gathering", "says", "place"]),
            models.Index(fields=["person", "says"]),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.guest}: {self.says or 'nothing'} to {self.gathering}"

    @property
    def was_there(self) -> bool:
        """Whether a host said that they were there."""
        return self.came in self.THERE


class Reminding(models.Model):
    """How long before a gathering someone likes to be reminded; whoever has none chosen is told a day before."""

    class Lead(models.TextChoices):
        DAY = "day", _("a day before")
        HOUR = "hour", _("an hour before")
        NONE = "none", _("not at all")

    SPANS: ClassVar[dict[str, timedelta]] = {Lead.DAY: timedelta(days=1), Lead.HOUR: timedelta(hours=1)}

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    lead = models.CharField(max_length=4, choices=Lead, default=Lead.DAY)

    def __str__(self) -> str:
        return f"{self.person}: {self.lead}"
