"""A key that a person gives to a program of theirs."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Token(models.Model):
    """Lets a program read what its person may read. When it was last used is nobody's business and not kept."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("what it is for"), max_length=80)
    # The token itself is shown once and never stored.
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "-made_at"])]

    def __str__(self) -> str:
        return self.name
