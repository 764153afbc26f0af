"""What was counted of a quarter or of several, told once and kept."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from commonplace.communities.models import Community


class Figure(models.Model):
    """A number that a measure gave for whole quarters; none where it is withheld: then there was nothing to count, or
    too few people did it, and it waits for the next quarter, with which it is told as one.

    It is kept with the community and not with an indicator, so that whoever lets an indicator go and takes it up again
    is told the same.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    measure = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField()
    amount = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    # At least so many people it rests on, in fives.
    people = models.PositiveIntegerField(default=0)
    # There was nothing, or it is of too few people: a page shows neither, so that it tells nobody which.
    is_withheld = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "measure", "since"], name="one_figure_of_a_quarter"),
            models.CheckConstraint(condition=Q(since__lte=F("until")), name="a_figure_begins_before_it_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} since {self.since}: {self.amount}"
