"""What a community looks at to see its worth, in which unit, and the numbers that were entered by hand."""

from __future__ import annotations

from typing import ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities.models import Community, Membership
from commonplace.lib.small_numbers import few_people_in
from commonplace.people.models import Person
from commonplace.undertakings.figures import shown
from commonplace.value.cycles import Cycle, Horizon, Whose

MOST_NAME: Final = 120
MOST_UNIT: Final = 40
MOST_SOURCE: Final = 400
MOST_QUESTION: Final = 200


class Source(models.TextChoices):
    """How its numbers come about."""

    COUNTED = "counted", _("counted from what was done here")
    ASKED = "asked", _("asked of members, one question")
    BY_HAND = "by_hand", _("entered by hand, with its source")


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    """Indicators, asked by who may know of them and by whether they are looked at."""

    def visible_to(self, person: Person | None) -> Self:
        """Those of communities where `person` has a standing."""
        if person is None:
            return self.none()
        return self.filter(community__in=Membership.objects.communities_of(person))

    def living(self) -> Self:
        """Those that are looked at."""
        return self.filter(put_aside_at=None)


class Indicator(models.Model):
    """Something that shows a kind of value: counted by a measure, asked in a sentence, or entered by hand."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=MOST_NAME)
    cycle = models.CharField(max_length=14, choices=Cycle)
    horizon = models.CharField(max_length=5, choices=Horizon)
    whose = models.CharField(max_length=12, choices=Whose)
    source = models.CharField(max_length=7, choices=Source)
    # Of `measures.MEASURES`, where it is counted.
    measure = models.CharField(max_length=40, blank=True)
    # A sentence that is more or less true, where members are asked.
    question = models.CharField(max_length=MOST_QUESTION, blank=True)
    # By which it was picked from the starter set; nothing where it is the community's own.
    starter = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # Nobody looks at it any more; what was known by it stays.
    put_aside_at = models.DateTimeField(null=True, blank=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("name"),
                "community",
                condition=Q(put_aside_at__isnull=True),
                name="one_living_indicator_each_name",
            ),
            models.CheckConstraint(
                condition=(Q(source=Source.COUNTED) & ~Q(measure=""))
                | (Q(source=Source.ASKED) & ~Q(question=""))
                | Q(source=Source.BY_HAND),
                name="an_indicator_has_its_source",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["community", "cycle"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_living(self) -> bool:
        """Whether it is looked at."""
        return self.put_aside_at is None

    @property
    def is_by_hand(self) -> bool:
        """Whether its numbers are entered by hand."""
        return self.source == Source.BY_HAND

    @property
    def is_asked(self) -> bool:
        """Whether its numbers are answers."""
        return self.source == Source.ASKED


class Series(models.Model):
    """The unit of an indicator since a day, and why it became another: numbers of two series are never added."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="series")
    number = models.PositiveSmallIntegerField(default=1)
    unit = models.CharField(max_length=MOST_UNIT)
    note = models.CharField(max_length=MOST_SOURCE, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["indicator", "number"], name="series_have_numbers_of_their_own")
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.unit}"


class RestsOn(models.TextChoices):
    """On how many people a number rests that was entered by hand, as whoever enters it says."""

    THINGS = "things", _("On things, hours or money, of which nobody in particular is told")
    PEOPLE = "people", _("On five people or more")
    FEW = "few", _("On fewer than five people: stewards alone see it")


class EnteredQuerySet(models.QuerySet["Entered"]):
    """Numbers that were entered, asked by whether they stand."""

    def standing(self) -> Self:
        """Those that no other has corrected, and nobody took back."""
        return self.filter(corrected_by__isnull=True, amount__isnull=False)


class Entered(models.Model):
    """A number that somebody entered for a time, and from where they have it.

    One that was wrong is corrected by another row, which says why; without an amount it takes the number back.
    """

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="entries")
    since = models.DateField()
    until = models.DateField()
    amount = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    rests_on = models.CharField(max_length=6, choices=RestsOn)
    told_by = models.CharField(max_length=MOST_SOURCE)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="corrected_by"
    )
    why = models.CharField(max_length=MOST_SOURCE, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = EnteredQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(since__lte=F("until")), name="an_entry_begins_before_it_ends")
        ]
        indexes: ClassVar = [models.Index(fields=["series", "-until"])]

    def __str__(self) -> str:
        return f"{self.amount} from {self.since} to {self.until}"

    @property
    def figure(self) -> str:
        """The number as the reader’s language writes it; nothing where it was taken back."""
        return "" if self.amount is None else shown(self.amount)

    @property
    def is_of_few(self) -> bool:
        """Whether stewards alone may see it: by their word, or because it counts one to four people itself."""
        return self.rests_on == RestsOn.FEW or bool(few_people_in(f"{self.figure} {self.series.unit}"))
