"""Introductions and what each of the two said, coffees drawn by lot, and what stewards noted of somebody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities.models import Community, Membership, Topic
from commonplace.people.models import Person

# So long both may answer, whatever the other has said by then.
ASKED_FOR: Final = timedelta(days=28)
MOST_NOTE: Final = 1000
MOST_WORDS: Final = 600


class Unintroduced(models.Model):
    """Somebody does not want to be proposed to anybody in a community."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "person"], name="not_to_be_introduced_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} is introduced to nobody in {self.community}"


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    """Introductions, asked by who may know of them and by how far they came."""

    def visible_to(self, person: Person | None) -> Self:
        """Those about which `person` was asked, of whom they thought, and to a steward all others."""
        if person is None:
            return self.none()
        theirs, own, tended = self.asked_of(person), self.suggested_by(person), self.tended_by(person)
        return self.filter(Q(pk__in=theirs.values("pk")) | Q(pk__in=own.values("pk")) | Q(pk__in=tended.values("pk")))

    def asked_of(self, person: Person) -> Self:
        """Those about which one was asked as one of the two."""
        inside = Membership.objects.communities_of(person)
        return self.filter(_side_of(person), asked_at__isnull=False, community__in=inside)

    def tended_by(self, person: Person) -> Self:
        """Those before a steward: none is about themselves."""
        return self.filter(~_side_of(person), community__in=Membership.objects.communities_of(person, tended=True))

    def proposed(self) -> Self:
        """Those that were found, and that no steward has taken up or put aside."""
        return self.filter(asked_at=None, put_aside_at=None, proposed_at=None)

    def suggested(self) -> Self:
        """Those of which a member thought, whether the two could be asked yet or not."""
        return self.filter(why=Introduction.Why.MEMBER)

    def suggested_by(self, person: Person) -> Self:
        """Those of which `person` thought, where they still are."""
        return self.suggested().filter(by=person, community__in=Membership.objects.communities_of(person))

    def open_at(self, now: datetime) -> Self:
        """Those in which the two may still answer."""
        return self.filter(asked_at__gt=now - ASKED_FOR, introduced_at=None, put_aside_at=None)


def _side_of(person: Person) -> Exists:
    return Exists(Side.objects.filter(introduction=OuterRef("pk"), person=person))


class Introduction(models.Model):
    """Two who could learn from each other: found for a reason and proposed by a steward, or thought of by a member;
    agreed to by both.
    """

    class Why(models.TextChoices):
        NEWCOMER = "newcomer"  # the one who seeks came in lately, and the other does the same work elsewhere
        ASKS = "asks"  # the one who seeks learns about what the other may be asked about
        ANSWERS = "answers"  # both answer on the same, and have never met
        MEMBER = "member"  # a member who knows both says so

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=8, choices=Why)
    topic = models.ForeignKey(Topic, null=True, on_delete=models.SET_NULL, related_name="+")
    found_at = models.DateTimeField(default=timezone.now)
    put_aside_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # When `by` proposed it: a pair of a member's may wait until both may be asked.
    proposed_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    # Their own line to both.
    words = models.CharField(max_length=MOST_WORDS, blank=True)
    introduced_at = models.DateTimeField(null=True, blank=True)

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["community", "asked_at"])]

    def __str__(self) -> str:
        return f"an introduction in {self.community}: {self.why}"

    def is_open(self, now: datetime) -> bool:
        """Whether the two may still answer."""
        if self.asked_at is None or self.introduced_at is not None or self.put_aside_at is not None:
            return False
        return self.asked_at > now - ASKED_FOR


class Came(models.TextChoices):
    """What came of it that two met, as one of them says."""

    OF_USE = "of_use", _("We met, and it was of use")
    MET = "met", _("We met")
    NOT_MET = "not_met", _("We did not meet")


class Side(models.Model):
    """One of the two of an introduction, and what they said: known to nobody else until both have said yes."""

    class Says(models.TextChoices):
        YES = "yes", _("Yes, introduce us")
        NO = "no", _("No, thank you")

    introduction = models.ForeignKey(Introduction, on_delete=models.CASCADE, related_name="sides")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seeks = models.BooleanField(default=False)
    says = models.CharField(max_length=3, choices=Says, blank=True)
    said_at = models.DateTimeField(null=True, blank=True)
    came = models.CharField(max_length=8, choices=Came, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["introduction", "person"], name="one_side_of_an_introduction")
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.introduction}"


class AtCoffee(models.Model):
    """Somebody wants to be drawn for a coffee each month, until they take themselves out."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["community", "person"], name="at_coffee_once")]

    def __str__(self) -> str:
        return f"{self.person} has coffee in {self.community}"


class CoffeeDraw(models.Model):
    """The draw of a month, whose first day is `month`."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["community", "month"], name="one_coffee_draw_a_month")]

    def __str__(self) -> str:
        return f"coffees of {self.month} in {self.community}"


class CoffeeQuerySet(models.QuerySet["Coffee"]):
    """Coffees, asked by who may know of them."""

    def visible_to(self, person: Person | None) -> Self:
        """To those who were drawn for them, and to nobody else."""
        if person is None:
            return self.none()
        inside = Membership.objects.communities_of(person)
        drawn = CoffeeSeat.objects.filter(coffee=OuterRef("pk"), person=person)
        return self.filter(Exists(drawn), draw__community__in=inside)


class Coffee(models.Model):
    """Two or three who were drawn for a coffee."""

    draw = models.ForeignKey(CoffeeDraw, on_delete=models.CASCADE, related_name="coffees")

    objects = CoffeeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"one of the {self.draw}"


class CoffeeSeat(models.Model):
    """Somebody who was drawn for a coffee, and what came of it."""

    coffee = models.ForeignKey(Coffee, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    came = models.CharField(max_length=8, choices=Came, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["coffee", "person"], name="one_seat_at_a_coffee")]

    def __str__(self) -> str:
        return f"{self.person} at {self.coffee}"


class ContactNoteQuerySet(models.QuerySet["ContactNote"]):
    """Contact notes, asked by who may read them."""

    def visible_to(self, person: Person | None) -> Self:
        """To whom they are about, wherever they stand by now, and to stewards of that community."""
        if person is None:
            return self.none()
        tended = Membership.objects.communities_of(person, tended=True)
        return self.filter(Q(person=person) | Q(community__in=tended))


class ContactNote(models.Model):
    """What a steward noted of talking with somebody, so that the next one knows; `person` is whom it is about."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=MOST_NOTE)
    at = models.DateTimeField(default=timezone.now)

    objects = ContactNoteQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["community", "person"])]

    def __str__(self) -> str:
        return f"a note of {self.by} about {self.person}"
