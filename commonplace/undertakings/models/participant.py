"""Who takes part in an undertaking that has a group: those of a benchmark, or of a learning project."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from commonplace.communities import access
from commonplace.people.models import Person
from commonplace.undertakings.models.undertaking import Undertaking


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """Who takes part, and who has asked to."""

    def in_group(self) -> Self:
        """Those who were let in."""
        return self.filter(let_in_at__isnull=False)

    def still_here(self, undertaking: Undertaking) -> Self:
        """Those in the group who still read where it stands: what whoever has left gave is shown to nobody."""
        here = Person.objects.filter(access.is_here_and_reads(undertaking.space))
        return self.in_group().filter(undertaking=undertaking, person__in=here.values("pk"))


class Participant(models.Model):
    """Somebody who takes part, for whom they speak, and since when they are let in; until then they have asked."""

    undertaking = models.ForeignKey(Undertaking, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # Their unit or organisation, in their own words.
    speaks_for = models.CharField(max_length=120, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    let_in_at = models.DateTimeField(null=True, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["undertaking", "person"], name="one_part_each")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.undertaking_id}"
