"""Who said yes to what a community holds to, in the words that stood then."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from commonplace.communities.models import Community


class NormsYes(models.Model):
    """Somebody's yes to the norms in these words; once the charter has others, they are asked again."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    words = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["community", "person"], name="one_yes_to_norms_each")]

    def __str__(self) -> str:
        return f"{self.person_id} to the norms of {self.community_id}"
