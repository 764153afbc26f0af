"""What someone has begun to write, kept on the server for them alone."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from commonplace.communities.models import Community

OPENING = "opening"


def reply_place(conversation_id: int) -> str:
    """Where the draft of a reply is kept."""
    return f"reply:{conversation_id}"


def edit_place(post_id: int) -> str:
    """Where words are kept that someone meant to put into a post."""
    return f"edit:{post_id}"


class Draft(models.Model):
    """One unfinished form: `place` names it ("opening", "reply:41"), `words` holds its fields."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=40)
    words = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "community", "place"], name="one_draft_each")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.place}"
