"""Whose word it is that somebody leads people here; below the rules, which ask for it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from commonplace.people.models import Person


class LeadQuerySet(models.QuerySet["Lead"]):
    """Words about who leads."""

    def own(self) -> Self:
        """What people said of themselves."""
        return self.filter(by=F("person"))

    def of_others(self) -> Self:
        """What people said of whoever leads them: shown to nobody but who said it."""
        return self.exclude(by=F("person"))

    def said_by(self, person: Person) -> Self:
        """What somebody said, of themselves or of another."""
        return self.filter(by=person)

    def waiting(self) -> Self:
        """Those that were asked to be looked at again, and were not yet."""
        unlooked = Q(looked_on=None) | Q(looked_on__lt=F("asked_on"))
        return self.filter(unlooked, asked_on__isnull=False)


class Lead(models.Model):
    """Somebody's word that a person leads people of a community: their own, or that of one whom they lead.

    It keeps days and no moments. Nobody reads whose word it was but who gave it.
    """

    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    said_on = models.DateField(default=date.today)
    # When the person asked for another look, and when whoever said it looked.
    asked_on = models.DateField(null=True, blank=True)
    looked_on = models.DateField(null=True, blank=True)

    objects = LeadQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "person", "by"], name="one_word_on_who_leads"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "community"])]

    def __str__(self) -> str:
        return f"{self.person} leads, by the word of {self.by}"

    @property
    def is_waiting(self) -> bool:
        """Whether the person asked for another look, and whoever said it has not looked yet."""
        return self.asked_on is not None and (self.looked_on is None or self.looked_on < self.asked_on)
