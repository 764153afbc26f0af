"""What taking part is to one person over time, for themselves alone."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MOST_PART = 2000


class NarrativePart(models.Model):
    """One of five parts of somebody’s own narrative: how it is, and what they hope for next.

    After the personal value narrative of Wenger, Trayner & de Laat (2011). Nobody else reads it, wherever they stand.
    """

    class About(models.TextChoices):
        REASONS = "reasons", _("Why I take part")
        MYSELF = "myself", _("What it changes for me")
        RELATIONS = "relations", _("My relations")
        PRACTICE = "practice", _("My practice")
        INFLUENCE = "influence", _("My influence")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=9, choices=About)
    words = models.TextField(max_length=MOST_PART, blank=True)
    hope = models.TextField(max_length=MOST_PART, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "about"], name="one_narrative_part_each"),
        ]

    def __str__(self) -> str:
        return f"{self.about} of {self.person_id}"
