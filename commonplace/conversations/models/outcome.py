"""What settled a conversation, what happened then, and who thought it worth attention."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.conversations.models.conversation import Conversation
from commonplace.conversations.models.post import Post


class Settlement(models.Model):
    """The answer that settled it, and who says so."""

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="settlement")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    # Whoever asked says so, under the sign under which they asked: then `by` stays empty.
    alias = models.CharField(max_length=12, blank=True)

    def __str__(self) -> str:
        return f"{self.post} settled it"


class Outcome(models.Model):
    """What happened when someone used the answer: it helped, partly, nothing came of it, or it did harm."""

    class How(models.TextChoices):
        HELPED = "helped", _("it helped")
        PARTLY = "partly", _("partly")
        NOTHING = "nothing", _("nothing came of it")
        HARM = "harm", _("it did harm")

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="outcomes")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    how = models.CharField(max_length=7, choices=How)
    text = models.TextField(max_length=2000)
    at = models.DateTimeField(default=timezone.now)
    # Told under this sign: then `person` stays empty.
    alias = models.CharField(max_length=12, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["conversation", "at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post", "alias"], condition=~Q(alias=""), name="one_outcome_of_a_sign")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_how_display()}"


class Amplification(models.Model):
    """One person thought a conversation worth everyone's attention, and says why."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="amplifications")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=240)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["conversation", "by"], name="one_amplification_each")]

    def __str__(self) -> str:
        return f"{self.by} on {self.conversation}"
