"""Who carries which part, and what the groups reported back."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from commonplace.communities.models import Community, Membership
from commonplace.conversations.models import Post
from commonplace.gatherings.models import Answer, Gathering
from commonplace.leadership.groups import Group
from commonplace.people.models import Person


class PartQuerySet(models.QuerySet["Part"]):
    """Parts, asked by when and where they are carried."""

    def at(self, gathering: Gathering) -> Self:
        """Those that members carry at one gathering, unless they have said since that they cannot come."""
        stay_away = Answer.objects.filter(
            gathering=OuterRef("gathering"), person=OuterRef("person"), says=Answer.Says.NO
        )
        return self.filter(Exists(_standing()), gathering=gathering).exclude(Exists(stay_away))

    def for_season(self, community: Community, on: date) -> Self:
        """Those that members carry for a season which is not over on this day."""
        return self.filter(
            Exists(_standing()), community=community, gathering__isnull=True, ended_at__isnull=True, until__gte=on
        )


def _standing() -> models.QuerySet[Membership]:
    return Membership.objects.current().filter(person=OuterRef("person"), community=OuterRef("community"))


class Part(models.Model):
    """Someone carries a group's part: at one gathering, or for a season up to and with a day."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    gathering = models.ForeignKey(Gathering, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    group = models.CharField(max_length=24, choices=Group)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["gathering", "person"], condition=Q(gathering__isnull=False), name="one_part_each_gathering"
            ),
            models.UniqueConstraint(
                fields=["community", "person", "group"],
                condition=Q(gathering__isnull=True, ended_at__isnull=True),
                name="one_season_each_group",
            ),
            models.CheckConstraint(
                condition=Q(gathering__isnull=False, until__isnull=True)
                | Q(gathering__isnull=True, until__isnull=False),
                name="a_part_is_for_an_hour_or_a_season",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["community", "person"])]

    def __str__(self) -> str:
        return f"{self.person}: {self.group}"


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports, asked by who may read them."""

    def visible_to(self, person: Person | None) -> Self:
        """Those whose post and gathering `person` may read."""
        posts = Post.objects.visible_to(person)
        return self.filter(post__in=posts, gathering__in=Gathering.objects.visible_to(person))


class Report(models.Model):
    """What a group reported back of a gathering: a post in the conversation that belongs to it."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="+")
    group = models.CharField(max_length=24, choices=Group)
    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ReportQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["gathering", "group"])]

    def __str__(self) -> str:
        return f"{self.group} of {self.gathering}"
