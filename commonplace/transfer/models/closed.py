"""Chats that only their own people could read: with the stewards, until these people had their notice."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.utils import timezone

from commonplace.communities.models import Space
from commonplace.transfer.models.run import Import

NOTICE: Final = timedelta(weeks=2)


class ClosedChat(models.Model):
    """What came from one of them: a group of stewards until it is opened, two weeks after its people were told."""

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="closed_chats")
    space = models.OneToOneField(Space, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.space}, closed"

    @property
    def opens_at(self) -> datetime | None:
        """From when on it may be opened; None until its people are told."""
        return self.told_at + NOTICE if self.told_at else None


class ChatNotice(models.Model):
    """Somebody of a closed chat was told that it is here."""

    chat = models.ForeignKey(ClosedChat, on_delete=models.CASCADE, related_name="notices")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["chat", "person"], name="one_chat_notice_each")]

    def __str__(self) -> str:
        return f"{self.person} on {self.chat}"
