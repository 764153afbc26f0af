"""For whom a gathering looks: so many who know a topic."""

from __future__ import annotations

from typing import ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from commonplace.communities.models import Topic
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person

MOST_LOOKED_FOR: Final = 9


class LookedForQuerySet(models.QuerySet["LookedFor"]):
    """What gatherings look for, asked by who may read the gathering."""

    def visible_to(self, person: Person | None) -> Self:
        """Those of gatherings that `person` may see."""
        return self.filter(gathering__in=Gathering.objects.visible_to(person).values("pk"))


class LookedFor(models.Model):
    """A gathering looks for so many who know a topic; nobody is named, and whoever thinks it is them comes."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = LookedForQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["gathering", "topic"], name="looked_for_once_each"),
            models.CheckConstraint(condition=Q(number__range=(1, MOST_LOOKED_FOR)), name="looked_for_are_some"),
        ]

    def __str__(self) -> str:
        return f"{self.number} who know {self.topic}"
