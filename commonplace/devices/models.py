"""A password that somebody gives to one device, and that opens their calendars there."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Shows(models.TextChoices):
    """Which calendars a device is told of; it may ask for the others by their addresses."""

    ALL = "all"
    EACH = "each"


class DevicePassword(models.Model):
    """Lets one device read the dates that its person may see, until it is revoked; it opens nothing else.

    The day on which it was last used is kept, and no hour, so that its person sees which device is no longer theirs.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("which device it is for"), max_length=80)
    shows = models.CharField(max_length=4, choices=Shows, default=Shows.ALL)
    # The password itself is shown once and never stored.
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    used_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "-made_at"])]

    def __str__(self) -> str:
        return self.name
