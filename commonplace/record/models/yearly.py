"""A letter once a year, to whoever asked for it: what came of their taking part."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class YearlyLetter(models.Model):
    """Somebody asked for it; the next one goes on `next_on` or a morning after it."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    next_on = models.DateField(db_index=True)

    def __str__(self) -> str:
        return f"a letter a year to {self.person_id}"
