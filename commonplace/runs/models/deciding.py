"""What was decided at a gathering: who does what by when, and in which conversation a question goes on."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.conversations.models import Conversation
from commonplace.runs.models.captured import Captured


class Action(models.Model):
    """What a kept line of the kind `action` asks of somebody; without one nobody has taken it on yet.

    Under Chatham House and sealed only whoever wrote it can be its owner, and nobody else is told. It stands as long as
    `ended` is empty.
    """

    class Ended(models.TextChoices):
        DONE = "done", _("done")
        LET_GO = "let_go", _("let go")

    captured = models.OneToOneField(Captured, on_delete=models.CASCADE, related_name="action")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    # When that day begins, by the clock of whoever chose it.
    due_at = models.DateTimeField(null=True, blank=True)
    ended = models.CharField(max_length=6, choices=Ended, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["owner", "ended", "due_at"])]

    def __str__(self) -> str:
        return f"{self.captured}: {self.owner or 'nobody yet'}"

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return not self.ended


class Carried(models.Model):
    """A question that was kept and goes on in a conversation of its own; one for each line."""

    captured = models.OneToOneField(Captured, on_delete=models.CASCADE, related_name="carried")
    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.captured} goes on in {self.conversation_id}"
