"""What members tell of themselves about the milestones of their practice."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from commonplace.communities import access
from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import LASTING
from commonplace.people.models import Person

LONGEST = 240
TOLD = "milestone"


class ReachedQuerySet(models.QuerySet["Reached"]):
    """What was told, asked by who may read it."""

    def visible_to(self, person: Person | None) -> Self:
        """What those who are members now told, where `person` has a standing, less what is held."""
        here = Membership.objects.filter(
            community=models.OuterRef("community"), person=models.OuterRef("person"), standing__in=LASTING
        )
        return self.filter(
            access.has_standing(person, "community_id"),
            models.Exists(here),
            access.is_not_held(person, kind=TOLD, author="person_id", community="community_id"),
        )


class Reached(models.Model):
    """Somebody says that they have done this, and may be asked about it; in the words that the milestone had then."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    milestone = models.CharField(max_length=LONGEST)
    # A story, or where a piece of work is found.
    story = models.TextField(max_length=4000)
    at = models.DateTimeField(default=timezone.now)

    objects = ReachedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "person", "milestone"], name="one_story_each_milestone")
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.milestone}"
