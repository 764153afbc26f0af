"""How far an archive came, what was handed in, what was recognised as one person, and what could not be read."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from commonplace.communities.models import Community, Space
from commonplace.lib.archives.kinds import KINDS
from commonplace.transfer.reasons import passed_over, told

MBOX = "mbox"  # the kind of archives of mail; the others are those of `lib/archives/kinds.py`


class ImportQuerySet(models.QuerySet["Import"]):
    """Runs, asked by how far they came."""

    def unfinished(self) -> Self:
        return self.filter(finished_at__isnull=True)

    def for_the_worker(self) -> Self:
        """Those of mail that were handed in: to be looked at, or wished for and to be moved in."""
        waiting = self.unfinished().filter(kind=MBOX).exclude(upload="")
        return waiting.filter(Q(foretold__isnull=True) | Q(wished__isnull=False))

    def places_for_the_worker(self) -> Self:
        """Those of other places that were handed in: to be looked at, or wished for and to be moved in."""
        waiting = self.unfinished().exclude(kind=MBOX).exclude(upload="")
        return waiting.filter(Q(foretold__isnull=True) | Q(wished__isnull=False))

    def going(self) -> Self:
        """Those that are being taken back."""
        return self.filter(back_asked_at__isnull=False)


class Import(models.Model):
    """One archive moving in. `position` letters of `letters` are kept; until `planned_at` nothing of it counts."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=200)
    # Of mail, or of another place where people talked: the word of the command line.
    kind = models.CharField(max_length=40, default=MBOX)
    # Of another place: what became of its records (see `accounts.py`).
    account = models.JSONField(default=dict, blank=True)
    # What would come, once that was looked at, and what whoever handed it in wishes: for each place, by its key, a
    # space, a new one, or none. Until then nothing is kept. Letters are of one place, whose key is "".
    foretold = models.JSONField(null=True, blank=True)
    wished = models.JSONField(null=True, blank=True)
    # In which order whoever handed it in says that its dates are written, where that is open.
    dates = models.CharField(max_length=3, blank=True)
    # What the list writes in brackets before each subject, which a title does without.
    prefix = models.CharField(max_length=60, blank=True)
    # By what the latest of its letters that say so were known to mail programs (List-Id, without its brackets).
    list_id = models.CharField(max_length=255, blank=True)
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

    # Asked to be taken back; once that has begun nothing of it is seen, and its people are gone through by their keys.
    back_asked_at = models.DateTimeField(null=True, blank=True)
    back_begun_at = models.DateTimeField(null=True, blank=True)
    back_person = models.PositiveBigIntegerField(default=0)

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
        return f"mbox:{self.fingerprint[:16]}" if self.is_mail else f"{self.kind.partition('/')[0][:20]}:{self.pk}"

    @property
    def is_mail(self) -> bool:
        """Whether it is an archive of letters, which are rows of `Letter`; else what came is known by `Known`."""
        return self.kind == MBOX

    @property
    def says(self) -> str:
        """The word for what was said there: letters, posts or messages."""
        kind = KINDS.get(self.kind.partition("/")[0])
        return "letters" if self.is_mail else kind.says if kind else "messages"

    @property
    def is_refused(self) -> bool:
        """Whether what was handed in is no archive of its kind, or would do harm."""
        return bool(self.foretold and "refused" in self.foretold)

    @property
    def waits_for_a_wish(self) -> bool:
        """Whether it was looked at, and nobody has said yet where its places go."""
        return self.foretold is not None and self.wished is None and not self.is_refused and not self.is_finished

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
