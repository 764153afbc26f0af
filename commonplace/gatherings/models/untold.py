"""What somebody who answered has not been told yet: how a gathering was when they last knew of it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from commonplace.gatherings.models.answering import Answer
from commonplace.letters.models import Letter


class UntoldQuerySet(models.QuerySet["Untold"]):
    """What is to be told, asked by how far that has come."""

    def waiting(self) -> Self:
        """What stands in no letter yet."""
        return self.filter(letter=None)


class Untold(models.Model):
    """How it was when whoever answered last knew, and since when it is otherwise; how it is now, the gathering says.

    It stays while the letter that tells of it waits: where there is more to tell before that has gone, it goes into
    another, and the first tells nothing any more.
    """

    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, related_name="untold")
    was_on = models.DateField()
    was_time = models.TimeField()
    was_zone = models.CharField(max_length=64)
    was_minutes = models.PositiveSmallIntegerField()
    was_place = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField()
    changed_at = models.DateTimeField()
    letter = models.ForeignKey(Letter, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    objects = UntoldQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index("changed_at", condition=Q(letter=None), name="untold_waiting")]

    def __str__(self) -> str:
        return f"untold to {self.answer}"

    @property
    def was(self) -> datetime:
        """What a clock in its zone would have shown as it began."""
        return datetime.combine(self.was_on, self.was_time)
