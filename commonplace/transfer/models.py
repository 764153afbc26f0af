"""What an import decided and how far it came; what it merged, set aside and could not read."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from commonplace.communities.models import Community, Space
from commonplace.conversations.models import Conversation, Post
from commonplace.people.models import Merger
from commonplace.transfer.reasons import passed_over, told


class ImportQuerySet(models.QuerySet["Import"]):
    """Runs, asked by how far they came."""

    def unfinished(self) -> Self:
        return self.filter(finished_at__isnull=True)

    def for_the_worker(self) -> Self:
        """Those whose archive was handed in, so that the worker can go on with them."""
        return self.unfinished().exclude(upload="")


class Import(models.Model):
    """One archive moving in. `position` letters of `letters` are kept; until `planned_at` nothing of it counts."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=200)
    # What the list writes in brackets before each subject, which a title does without.
    prefix = models.CharField(max_length=60, blank=True)
    # Of the archive's bytes: tells whether a run that was cut short is being taken up again.
    fingerprint = models.CharField(max_length=64, blank=True)
    upload = models.FileField(upload_to="transfer", max_length=200, blank=True)
    begun_at = models.DateTimeField(default=timezone.now)
    planned_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # Of what kind the last trouble on the way was; all are told alike.
    trouble = models.CharField(max_length=400, blank=True)
    # Whoever keeps letters shows this token with each batch; a run that was taken over by another cannot go on.
    holder = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    # Of the letters that it keeps, the earliest and the latest.
    first_at = models.DateTimeField(null=True, blank=True)
    last_at = models.DateTimeField(null=True, blank=True)
    bytes_read = models.PositiveBigIntegerField(default=0)
    bytes_total = models.PositiveBigIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)
    # Of those before `position`, the letters that could not be kept; they count as unreadable.
    not_kept = models.PositiveIntegerField(default=0)
    letters = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    already = models.PositiveIntegerField(default=0)
    aside = models.PositiveIntegerField(default=0)
    unreadable = models.PositiveIntegerField(default=0)
    conversations = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    unnamed = models.PositiveIntegerField(default=0)  # of those: no letter tells their name, so they are numbered
    automatic = models.PositiveIntegerField(default=0)  # of `letters`, those that a program wrote

    objects = ImportQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["community", "-begun_at"]),
            models.Index(fields=["begun_at"], condition=Q(finished_at__isnull=True), name="imports_unfinished"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def origin(self) -> str:
        """How posts and deeds say that they came with this archive."""
        return f"mbox:{self.fingerprint[:16]}"

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @property
    def kept(self) -> int:
        """How many letters are kept so far."""
        return self.position - self.not_kept

    @property
    def percent(self) -> int:
        """How far it came: reading is the first fifth of the work, keeping the rest."""
        if self.is_finished:
            return 100
        if self.planned_at is None:
            return min(20, 20 * self.bytes_read // max(self.bytes_total, 1))
        return min(99, 20 + 80 * self.position // max(self.letters, 1))


class Handle(models.Model):
    """What an archive's sender is told apart by, and who that is: an address, mostly, so it is never shown."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="handles")
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


class Merged(models.Model):
    """Two handles that were recognised as one person: by their names, and why."""

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="merged")
    kept = models.CharField(max_length=200, blank=True)
    merged = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.merged} is {self.kept}"

    @property
    def why(self) -> str:
        """The reason in words."""
        return told(self.reason)


class LikenessQuerySet(models.QuerySet["Likeness"]):
    """Pairs of names, asked by what a steward said of them."""

    def waiting(self) -> Self:
        """Those of two persons whom nobody has joined, claimed or called two."""
        unclaimed = Q(one__claimed_at__isnull=True, other__claimed_at__isnull=True)
        return self.filter(unclaimed, apart_at__isnull=True).exclude(one=F("other"))

    def joined(self) -> Self:
        """Those that a steward joined here, and can tell apart again."""
        return self.filter(
            merger__way_back__isnull=False, merger__kept=F("merger__kept_then"), one__claimed_at__isnull=True
        )


class Likeness(models.Model):
    """Two names of an archive that are probably one person's, until a steward says that they are, or that they are two.

    Of several under one name it is whoever wrote most, with each of the others. Joined, both are the same person.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    one = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    found_at = models.DateTimeField(default=timezone.now)
    apart_at = models.DateTimeField(null=True, blank=True)
    apart_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    merger = models.OneToOneField(Merger, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = LikenessQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "one", "other"], name="one_likeness_each"),
        ]

    def __str__(self) -> str:
        return f"{self.one} and {self.other}"


class SetAsideQuerySet(models.QuerySet["SetAside"]):
    """Letters set aside."""

    def waiting(self) -> Self:
        """Those that nobody brought in."""
        return self.filter(brought_at__isnull=True)


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


class Unreadable(models.Model):
    """What could not be read: the file, where in it, and why."""

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="could_not_read")
    file = models.CharField(max_length=255)
    offset = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"{self.file}, {self.offset}: {self.reason}"

    @property
    def why(self) -> str:
        """The reason in words."""
        return told(self.reason)


class HandedIn(models.Model):
    """One file of what a steward handed in, alone or within a zip, and why it was passed over, where it was."""

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="handed_in", db_index=False)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=250)
    size = models.PositiveBigIntegerField()
    why = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "number"], name="one_number_each")]

    def __str__(self) -> str:
        return self.name

    @property
    def reason(self) -> str:
        """Why it was passed over, in words."""
        return passed_over(self.why)
