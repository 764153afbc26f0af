"""Letters that came in: each as it came, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from commonplace.communities.models import Community, Space
from commonplace.conversations.models import Post


class Outcome(models.TextChoices):
    """What became of a letter; "" while it waits. In the words of the operator's list."""

    OPENED = "opened", "began a conversation"
    REPLIED = "replied", "went on with a conversation"
    LEFT = "left", "ended someone's letters"
    REPORT = "report", "is a delivery report"
    ELSEWHERE = "elsewhere", "went to another room"
    TWICE = "twice", "is a letter that came before"
    MACHINE = "machine", "a program wrote it"
    LOOP = "loop", "comes from this house"
    SPOOFED = "spoofed", "is not from whom it says it is from"
    UNPROVEN = "unproven", "nobody vouches for its sender"
    UNREADABLE = "unreadable", "cannot be read as a letter"
    TOO_LARGE = "too_large", "is too large"
    UNKNOWN = "unknown", "its sender is nobody here"
    NOT_THEIRS = "not_theirs", "answers by an address that was given to somebody else"
    OUTSIDE = "outside", "its sender may not write there"
    GONE = "gone", "what it answers cannot be read any more"
    CLOSED = "closed", "the conversation is closed"
    REHEARSED = "rehearsed", "shows that mail to a list's address comes here"
    SEALED = "sealed", "is for a sealed space, which takes no mail"
    OVER = "over", "answers by an address whose year is over"
    NOTHING_SAID = "nothing_said", "says nothing"
    TOO_LONG = "too_long", "is too long"
    TOO_FAST = "too_fast", "is one of too many"
    FAILED = "failed", "the house could not do it"


class ArrivalQuerySet(models.QuerySet["Arrival"]):
    """Letters that came in, asked by what is to be done about them."""

    def waiting(self) -> Self:
        """Those that nothing has been done about."""
        return self.filter(settled_at=None)

    def due(self, now: datetime) -> Self:
        """Those whose turn it is, and that no other process is at."""
        return self.waiting().filter(Q(claimed_until=None) | Q(claimed_until__lte=now), due_at__lte=now)


class Arrival(models.Model):
    """One letter to one address of the house.

    It is a row before anything is done about it, so that none is lost; and by `digest` it is one row however often it
    is delivered. `letter` is the same for every address that the letter was sent to.
    """

    digest = models.CharField(max_length=64, unique=True)
    letter = models.CharField(max_length=64, db_index=True)
    recipient = models.CharField(max_length=320)
    # As the servers between us said it; empty where they said nobody, as for delivery reports.
    mail_from = models.CharField(max_length=320, blank=True)
    raw = models.BinaryField()
    received_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    # What was read in it: who says to have written it, and by what other letters know it.
    sender = models.CharField(max_length=320, blank=True, db_index=True)
    message = models.CharField(max_length=32, blank=True, db_index=True)
    message_id = models.CharField(max_length=500, blank=True)
    community = models.ForeignKey(Community, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(settled_at=None), name="mail_arrivals_waiting"),
            models.Index(fields=["settled_at"]),
        ]

    def __str__(self) -> str:
        return f"a letter to {self.recipient}"


class MailingList(models.Model):
    """A mailing list that moves in, by its old address: mail to it is mail to a space.

    It counts once it is proven that mail to it comes here and a steward has opened it; until then such mail waits.
    """

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=320, db_index=True)
    # By what its letters were known to mail programs (RFC 2919), without its angle brackets.
    list_id = models.CharField(max_length=255, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    named_at = models.DateTimeField(default=timezone.now)
    rehearsed_at = models.DateTimeField(null=True, blank=True)
    proven_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["space", "address"], name="one_list_each"),
            # Whoever only says that it is theirs keeps nobody else from it.
            models.UniqueConstraint(
                fields=["address"], condition=Q(proven_at__isnull=False), name="one_proven_list_each"
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(proven_at__isnull=False), name="mail_lists_proven_before_open"
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def is_proven(self) -> bool:
        return self.proven_at is not None

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None
