"""One thing someone did, one line in the ledger."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from commonplace.communities.models.community import Community, Space


class Deed(models.Model):
    """Who did what, where, towards whom, and when; the instruments read only these.

    `what`/`what_id` name the thing (a conversation, a membership), `part_id` the part of it (a post). `sequence` is
    given when the deed is committed and visible (see `ledger.number`), so readers never miss one. `reverses` points
    at the deed this one takes back.
    """

    verb = models.CharField(max_length=24)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    what = models.CharField(max_length=20, blank=True)
    what_id = models.PositiveBigIntegerField(null=True, blank=True)
    part_id = models.PositiveBigIntegerField(null=True, blank=True)
    towards = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    origin = models.CharField(max_length=40, blank=True)
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.CASCADE, related_name="reversed_by")
    sequence = models.PositiveBigIntegerField(null=True, blank=True, unique=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["community", "happened_at"]),
            models.Index(fields=["person", "happened_at"]),
            models.Index(fields=["what", "what_id"]),
            models.Index(fields=["id"], condition=models.Q(sequence__isnull=True), name="deeds_without_number"),
        ]

    def __str__(self) -> str:
        return f"{self.person or 'someone'} {self.verb} {self.what} {self.what_id}"


class Numbering(models.Model):
    """The last number given in the ledger: one row, whose update makes numberers queue."""

    last = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.last)


class LedgerMark(models.Model):
    """How far a reader has read the ledger: the sequence of the last deed it took in."""

    name = models.CharField(max_length=40, unique=True)
    sequence = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} at {self.sequence}"
