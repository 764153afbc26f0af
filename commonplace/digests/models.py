"""Letters of a community: what stands in each, who chose it, and to whom it went."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities import access
from commonplace.communities.models import Community
from commonplace.people.models import Person

THURSDAY = 3
# Of letters in the outbox.
KIND = "digest"


class Period(models.TextChoices):
    """How often a letter of this kind goes out."""

    DAILY = "daily", _("daily")
    WEEKLY = "weekly", _("weekly")


class State(models.TextChoices):
    """How a letter stands: laid out, found good by a steward, gone to everyone whose morning came, or not sent."""

    DRAFT = "draft", _("a draft")
    READY = "ready", _("ready")
    SENT = "sent", _("sent")
    SKIPPED = "skipped", _("not sent")


OPEN = (State.DRAFT, State.READY)


class LetterDay(models.Model):
    """On which day of the week a community's letter goes out (0 is Monday), none for no letters; without a row it is
    Thursday. It holds for letters that had not begun to be due `since` then.
    """

    community = models.OneToOneField(Community, on_delete=models.CASCADE, related_name="+")
    weekday = models.PositiveSmallIntegerField(null=True, blank=True, default=THURSDAY)
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.community}: {self.weekday}"


class IssueQuerySet(models.QuerySet["Issue"]):
    """Letters, asked by who may see them and by how they stand."""

    def visible_to(self, person: Person | None) -> Self:
        """Those that went out, to whoever has a standing in their community; each thing in them is asked for itself."""
        return self.filter(access.has_standing(person, "community_id"), state=State.SENT, period=Period.WEEKLY)

    def open(self) -> Self:
        """Those that are still to go out, or are on their way."""
        return self.filter(state__in=OPEN)


class Issue(models.Model):
    """One letter of a community, for one day: it tells what happened since the one before.

    `began_at` is when it began to go out: from then on it stands as it is.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    period = models.CharField(max_length=6, choices=Period)
    on = models.DateField()
    since = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State, default=State.DRAFT)
    words = models.TextField(max_length=600, blank=True)
    words_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Who laid it ready or decided that it does not go.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)

    objects = IssueQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "period", "on"], name="one_letter_a_day"),
            models.CheckConstraint(
                condition=~Q(state=State.SENT) | Q(began_at__isnull=False), name="sent_letters_have_begun"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["on"], condition=Q(state__in=OPEN), name="digests_open")]

    def __str__(self) -> str:
        return f"{self.community}, {self.on}"

    def things(self) -> models.QuerySet[Item]:
        """What could stand in it, in its order, with who chose it."""
        return Item.objects.filter(issue=self).select_related("chosen_by").order_by("place", "pk")

    @property
    def may_be_changed(self) -> bool:
        """Whether stewards may still choose: nobody has it yet."""
        return self.state in OPEN and self.began_at is None

    @property
    def is_open(self) -> bool:
        """Whether it is still to go out, or on its way."""
        return self.state in OPEN


class Item(models.Model):
    """One thing that could stand in a letter: what it is, its place, whether it is kept, and who chose it and why."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="items")
    section = models.CharField(max_length=30)
    kind = models.CharField(max_length=30)
    object_id = models.PositiveBigIntegerField()
    place = models.PositiveSmallIntegerField()
    is_kept = models.BooleanField(default=True)
    why = models.CharField(max_length=240, blank=True)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issue", "kind", "object_id"], name="each_thing_once_in_a_letter")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} in {self.issue}"


class Delivery(models.Model):
    """One person's copy of a letter was composed; `things` is how many stood in it, none where there was nothing to
    tell and so no letter.
    """

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    things = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["issue", "person"], name="each_person_one_copy")]

    def __str__(self) -> str:
        return f"{self.issue} to {self.person}"
