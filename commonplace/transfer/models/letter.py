"""The letters of archives with what was decided about each, who sent them, and those that were set aside."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from commonplace.communities.models import Community
from commonplace.conversations.models import Conversation, Post
from commonplace.transfer.models.run import Import
from commonplace.transfer.reasons import told


class Handle(models.Model):
    """What an archive's sender is told apart by, and who that is: an address, mostly, so it is never shown."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    # Nobody's any more where that archive was taken back, and letters of another came by the same handle.
    run = models.ForeignKey(Import, null=True, on_delete=models.CASCADE, related_name="handles")
    handle = models.CharField(max_length=520)
    address = models.CharField(max_length=320, blank=True)
    name = models.CharField(max_length=200, blank=True)
    # Nobody yet where all their letters went aside.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["community", "handle"], name="one_handle_each")]

    def __str__(self) -> str:
        return self.name or "someone unnamed"


class Letter(models.Model):
    """One letter of an archive, known by a digest of its id, with everything that was decided about it."""

    # The constraints below serve as these two keys' indexes.
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+", db_index=False)
    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="+", db_index=False)
    digest = models.CharField(max_length=32)
    # Its own id, as everyone on the list has it: new letters name it. "" where it came without one.
    message_id = models.CharField(max_length=250, blank=True)
    # Its turn among the letters of the run that are kept; none where it goes aside.
    place = models.PositiveIntegerField(null=True, blank=True)
    file = models.PositiveIntegerField()
    offset = models.PositiveBigIntegerField()
    size = models.PositiveBigIntegerField()
    sent_at = models.DateTimeField()
    sender = models.ForeignKey(Handle, on_delete=models.CASCADE, related_name="+")
    # The conversation by the digest of its first letter, the letter answered, and the bare subject by its digest.
    talk = models.CharField(max_length=32)
    answers = models.CharField(max_length=32, blank=True)
    subject = models.CharField(max_length=32)
    # A reply that names no letter and has found none of its subject yet.
    waits = models.BooleanField(default=False)
    is_automatic = models.BooleanField(default=False)  # a program wrote it
    # What tells its words from those of another letter with the same id; nothing for letters of earlier versions.
    gist = models.CharField(max_length=16, blank=True)
    withheld = models.TextField(blank=True)  # the addresses that nobody is shown, in order and one a line
    # A conversation of a former run that it belongs to.
    into = models.ForeignKey(Conversation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "digest"], name="one_letter_each"),
            models.UniqueConstraint(fields=["run", "place"], name="one_place_each"),
        ]
        indexes: ClassVar = [models.Index(fields=["community", "subject"])]

    def __str__(self) -> str:
        return f"a letter of {self.sent_at:%Y-%m-%d}"


class Anchor(models.Model):
    """A letter that others name and no archive held so far: whoever names it belongs to their conversation."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=32)
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["community", "digest"], name="one_anchor_each")]

    def __str__(self) -> str:
        return f"named by {self.letter}"


class SetAsideQuerySet(models.QuerySet["SetAside"]):
    """Letters set aside."""

    def waiting(self) -> Self:
        """Those that nobody brought in, of archives that stay."""
        return self.filter(brought_at__isnull=True, letter__run__back_asked_at__isnull=True)


class SetAside(models.Model):
    """A letter kept for the steward to look at, out of the community's conversations."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    letter = models.OneToOneField(Letter, on_delete=models.CASCADE, related_name="set_aside")
    sent_at = models.DateTimeField()
    name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    reason = models.CharField(max_length=300)
    brought_at = models.DateTimeField(null=True, blank=True)
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = SetAsideQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["community", "sent_at", "id"])]

    def __str__(self) -> str:
        return self.subject

    @property
    def why(self) -> str:
        """The reason in words."""
        return told(self.reason)


class Enclosed(models.Model):
    """A file that came with a letter set aside, as it lay in the archive: nobody has looked at it yet."""

    set_aside = models.ForeignKey(SetAside, on_delete=models.CASCADE, related_name="enclosed")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100, blank=True)
    data = models.BinaryField()
    # Not where the letter was larger than the reader keeps.
    is_whole = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["set_aside", "position"], name="one_enclosure_each"),
        ]

    def __str__(self) -> str:
        return self.name
