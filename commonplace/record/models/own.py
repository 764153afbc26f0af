"""What somebody put into their record, and the secret addresses under which they let others read some of it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import LASTING
from commonplace.people.models import Person

MOST_LINES: Final = 60
MOST_WORDS: Final = 400


class LineQuerySet(models.QuerySet["Line"]):
    """Lines of records, asked by who may read them."""

    def visible_to(self, person: Person | None) -> Self:
        """One's own, and what members show to those who are in the community it is from."""
        if person is None:
            return self.none()
        here = Membership.objects.filter(community=OuterRef("community"), person=OuterRef("person"))
        shown = models.Q(
            Exists(here.filter(standing__in=LASTING)),
            shown_at__isnull=False,
            community__in=Membership.objects.communities_of(person),
        )
        return self.filter(models.Q(person=person) | shown)


class Line(models.Model):
    """One thing of somebody's that they chose, in their own words; `ref` is the row that its `kind` was found in."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    ref = models.PositiveBigIntegerField()
    community = models.ForeignKey(Community, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    words = models.CharField(max_length=MOST_WORDS, blank=True)
    happened_on = models.DateField()
    added_at = models.DateTimeField(default=timezone.now)
    # Since when members of that community read it on their page there.
    shown_at = models.DateTimeField(null=True, blank=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind", "ref"], name="in_a_record_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["community", "person"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref} of {self.person_id}"


class HandedQuerySet(models.QuerySet["Handed"]):
    """Secret addresses, asked by whether they open."""

    def opening(self, on: date) -> Self:
        """Those whose last day is not over."""
        return self.filter(ends_on__gte=on)


class Handed(models.Model):
    """Lets whoever has the address read the lines that were chosen for it, to the end of a day."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # For whom it is, for the person alone.
    note = models.CharField(max_length=120, blank=True)
    # The secret itself is shown once and never stored.
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    ends_on = models.DateField()

    objects = HandedQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "-made_at"])]

    def __str__(self) -> str:
        return f"a record of {self.person_id} until {self.ends_on}"


class HandedLine(models.Model):
    """A line that one reads at a secret address."""

    handed = models.ForeignKey(Handed, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["handed", "line"], name="handed_once")]

    def __str__(self) -> str:
        return f"{self.line} in {self.handed}"
