"""A gathering at which people laid stories and numbers side by side, and what they decided then."""

from __future__ import annotations

from typing import ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.agenda.models import Item
from commonplace.communities.models import Community, Membership
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.value.models.indicator import Indicator

MOST_SEEN: Final = 2000
MOST_DECIDED: Final = 400


class SenseQuerySet(models.QuerySet["Sense"]):
    """Pages of what sense was made, asked by who may read them."""

    def visible_to(self, person: Person | None) -> Self:
        """Those of communities where `person` has a standing."""
        if person is None:
            return self.none()
        return self.filter(community__in=Membership.objects.communities_of(person))


class Sense(models.Model):
    """On a day people looked at the matrix together: what they saw, in their words, and at which gathering."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    gathering = models.ForeignKey(Gathering, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    on = models.DateField()
    seen = models.TextField(max_length=MOST_SEEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = SenseQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["community", "-on"])]

    def __str__(self) -> str:
        return f"sense made on {self.on} in {self.community}"


class Decision(models.Model):
    """Something that was decided there: about the agenda, the support, or what is looked at."""

    class About(models.TextChoices):
        AGENDA = "agenda", _("What we learn next")
        SUPPORT = "support", _("What support we need or give")
        INDICATORS = "indicators", _("What we look at")

    sense = models.ForeignKey(Sense, on_delete=models.CASCADE, related_name="decisions")
    about = models.CharField(max_length=10, choices=About)
    words = models.CharField(max_length=MOST_DECIDED)
    # What it became: something on the agenda, or something that is looked at.
    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    indicator = models.ForeignKey(Indicator, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.words
