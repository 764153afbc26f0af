"""What would help members this season: asked before activities are chosen, answered, and asked after.

Whoever says what would help them is known to the house until the season is over, so that it can ask them whether it
did; it is shown to nobody. What is told is told once: needs that five people and more have, and words without a name.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonplace.agenda.models.items import Item
from commonplace.candour.models import by_chance
from commonplace.communities.models import Community, Membership
from commonplace.lib.days import last_day
from commonplace.lib.spread import Middle
from commonplace.people.models import Person
from commonplace.protocols.needs import Need


class Helped(models.IntegerChoices):
    """How relevant it was to somebody who had asked for it."""

    NOT = 0, _("not at all")
    SOMEWHAT = 1, _("a little")
    MUCH = 2, _("much")


class AskingQuerySet(models.QuerySet["Asking"]):
    """Askings, by who may read them and by where they stand."""

    def visible_to(self, person: Person | None) -> Self:
        """Those of communities where `person` has a standing."""
        if person is None:
            return self.none()
        return self.filter(community__in=Membership.objects.communities_of(person))

    def open_at(self, now: datetime) -> Self:
        """Those that people still answer."""
        return self.filter(closed_at=None, over_at=None, ends_at__gt=now)


class Asking(models.Model):
    """What would help you this season? Asked until `ends_at`, of a season that lasts until `lasts_until`."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # The ends of two days, in UTC: on the first people answer for the last time, on the second the season is over.
    ends_at = models.DateTimeField()
    lasts_until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    over_at = models.DateTimeField(null=True, blank=True)

    objects = AskingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["community"], condition=Q(over_at__isnull=True), name="one_season_asked_about_at_a_time"
            ),
            models.CheckConstraint(condition=Q(lasts_until__gt=F("ends_at")), name="a_season_outlasts_its_asking"),
        ]

    def __str__(self) -> str:
        return f"{self.community}, {self.at:%Y-%m-%d}"

    def is_open(self, now: datetime) -> bool:
        """Whether people still answer."""
        return self.closed_at is None and self.over_at is None and self.ends_at > now

    @property
    def until(self) -> date:
        """The last day on which people answer."""
        return last_day(self.ends_at)

    @property
    def lasts_to(self) -> date:
        """The last day of the season."""
        return last_day(self.lasts_until)


class Wanted(models.Model):
    """What one person said, until the season is over; `words` only until all is told."""

    asking = models.ForeignKey(Asking, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    words = models.TextField(max_length=1000, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["asking", "person"], name="one_say_each_season")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.asking_id}"


class Want(models.Model):
    """One need that somebody has, or with which they could help others (`is_brought`); `helped` is asked after."""

    wanted = models.ForeignKey(Wanted, on_delete=models.CASCADE, related_name="wants")
    need = models.CharField(max_length=24)
    is_brought = models.BooleanField(default=False)
    helped = models.PositiveSmallIntegerField(choices=Helped, null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["wanted", "need", "is_brought"], name="each_need_once_each_way")
        ]

    def __str__(self) -> str:
        return self.need


class NeedTold(models.Model):
    """A need that five people and more have: how many, in fives, and between which answers the middle half found what
    was done about it relevant, once the season is over.
    """

    asking = models.ForeignKey(Asking, on_delete=models.CASCADE, related_name="needs")
    need = models.CharField(max_length=24)
    people = models.PositiveIntegerField()
    # How many could help others with it, in fives; 0 where they are fewer than five.
    bringing = models.PositiveIntegerField(default=0)
    low = models.PositiveSmallIntegerField(null=True, blank=True)
    high = models.PositiveSmallIntegerField(null=True, blank=True)
    said = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["asking", "need"], name="each_need_told_once"),
            models.CheckConstraint(condition=Q(low__isnull=True) | Q(low__lte=F("high")), name="relevance_goes_upward"),
        ]

    def __str__(self) -> str:
        return self.need

    @property
    def sentence(self) -> str | Promise:
        """The need as somebody would say it; its code where this house does not know it."""
        return Need(self.need).label if self.need in Need.values else self.need

    @property
    def middle(self) -> Middle | None:
        """Between which answers the middle half lies."""
        return None if self.low is None or self.high is None else Middle(self.low, self.high)


class NeedWords(models.Model):
    """What somebody said in their own words, of nobody, once it is told."""

    id = models.BigIntegerField(primary_key=True, default=by_chance, editable=False)
    asking = models.ForeignKey(Asking, on_delete=models.CASCADE, related_name="words")
    words = models.TextField(max_length=1000)

    def __str__(self) -> str:
        return self.words[:40]


class NeedAnswer(models.Model):
    """What the community does about a need, or why it does not this season; `item` is where it stands on the agenda."""

    need = models.OneToOneField(NeedTold, on_delete=models.CASCADE, related_name="answer")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    words = models.TextField(max_length=2000)
    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.words[:40]
