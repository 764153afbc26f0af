"""What cultivation keeps: beats by week, and what was put off."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from commonplace.communities.models import Community


class Beat(models.Model):
    """How many deeds of one verb a community saw in one week (from Monday, in UTC), taken-back ones subtracted."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    monday = models.DateField()
    verb = models.CharField(max_length=24)
    deeds = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["community", "monday", "verb"], name="one_beat_each")]

    def __str__(self) -> str:
        return f"{self.community}, week of {self.monday}: {self.deeds} {self.verb}"


class NotNow(models.Model):
    """A steward put one suggestion off, or refused it for good (`until` is empty)."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    code = models.CharField(max_length=20)
    about = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "code", "about"], name="one_not_now_each")
        ]

    def __str__(self) -> str:
        return f"not now: {self.code} {self.about}"
