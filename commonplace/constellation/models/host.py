"""Who looks for the host, and what each community tells it: line by line, by its stewards' word."""

from __future__ import annotations

from typing import ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities.models import Community

MOST_READINESS: Final = 600


class HostEye(models.Model):
    """An operator named somebody who looks at the communities of this house for its host, beside the operators."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.person} looks for the host"


class Line(models.TextChoices):
    """One line that a community may tell the host."""

    EXISTS = "exists", _("That this community exists, and its name")
    DOMAIN = "domain", _("What it cares about, in the words of its charter")
    STAGE = "stage", _("The stage of its life, as its stewards set it")
    NEXT = "next", _("The day of the next gathering that is for everyone inside")
    READINESS = "readiness", _("How ready it is, in the stewards’ own words")
    SUCCESSES = "successes", _("Stories, as far as their tellers let sponsors or anyone read them")
    REQUESTS = "requests", _("What it asks of its sponsor and still waits for")


class ToldQuerySet(models.QuerySet["Told"]):
    """What is told to the host, or was."""

    def in_force(self) -> Self:
        """What stands."""
        return self.filter(ended_at=None)


class Told(models.Model):
    """A community tells the host one line, since when and by whose word; ended, it stays on record for members."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    line = models.CharField(max_length=10, choices=Line)
    words = models.CharField(max_length=MOST_READINESS, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ToldQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["community", "line"], condition=models.Q(ended_at=None), name="each_line_told_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.community}: {self.line}"
