"""What is agreed about a gathering, or about every date of a series."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from commonplace.communities.doors import Confidence
from commonplace.communities.models import Community, Space
from commonplace.gatherings.rooms import address_of_room


class Terms(models.Model):
    """Title, purpose, where and how; `wall_on` and `wall_time` are what clocks in `zone` will show.

    `sequence` counts what its guests had to be told anew, as calendars expect it; `uid` never changes.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    convener = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=400, blank=True)
    wall_on = models.DateField()
    wall_time = models.TimeField()
    zone = models.CharField(max_length=64)
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=300, blank=True)
    link = models.CharField(max_length=500, blank=True)
    # The name of a room of the operator's own, which is its address online then; each date of a series has its own.
    room = models.CharField(max_length=40, blank=True)
    telephone = models.CharField(max_length=100, blank=True)
    # How many can come; None: as many as like to.
    capacity = models.PositiveIntegerField(null=True, blank=True)
    prepare = models.TextField(blank=True)
    confidence = models.CharField(max_length=10, choices=Confidence, default=Confidence.ORDINARY)
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def wall(self) -> datetime:
        """What a clock in its zone shows as it begins, without the zone."""
        return datetime.combine(self.wall_on, self.wall_time)

    @property
    def meets_at(self) -> str:
        """Its address online: a room of the operator's own, or the one that was given."""
        return address_of_room(self.room) or self.link

    @property
    def names_are_kept(self) -> bool:
        """Whether nobody but those who hold it may learn who comes or came."""
        return self.confidence != Confidence.ORDINARY


# What a date of a series takes over from it as it is made.
CARRIED = tuple(
    "community_id space_id convener_id title purpose wall_time zone minutes place link telephone capacity prepare"
    " confidence".split()
)
