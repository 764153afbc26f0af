"""What someone has begun to write, kept on the server for them alone."""

from datetime import datetime
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
    """One unfinished form: `place` says what it is for ("opening", "reply:41"), `words` holds its fields.

    `form` is the mark of the form in which it is written: two that are open at once never share a draft.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=40)
    form = models.CharField(max_length=36, blank=True)
    words = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "community", "place", "form"], name="one_draft_each_form")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.place}"

    @property
    def state(self) -> str:
        """The draft as it stands at this moment; a form that goes on with it says so."""
        return state_as_of(self.form, self.changed_at)


def state_as_of(form: str, changed_at: datetime) -> str:
    """How a form names the draft that it goes on with."""
    return f"{form}@{changed_at.isoformat()}"
