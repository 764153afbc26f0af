"""The community's own words on itself, every revision kept."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from commonplace.communities.models.community import Community


class CharterRevision(models.Model):
    """One state of the charter: `words` maps a section (domain, community, practice, milestones, rhythm, norms, why,
    what, how) to Markdown.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="charter_revisions")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    summary = models.CharField(max_length=240, blank=True)
    words = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["community", "number"], name="one_charter_number")]

    def __str__(self) -> str:
        return f"charter of {self.community}, revision {self.number}"
