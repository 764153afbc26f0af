"""One stored file is one file as somebody brought it; nobody's row tells that another brought the same."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SHOWN_IN_PLACE: Final = frozenset({"image/png", "image/jpeg", "image/webp", "text/plain"})


class StoredFile(models.Model):
    """A file that passed the door; rooms above point here and say who may see it."""

    class Kind(models.TextChoices):
        IMAGE = "image", _("picture")
        DOCUMENT = "document", _("document")

    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=10, choices=Kind)
    content_type = models.CharField(max_length=100)
    # Of a text that does not say how it is written: what was guessed. Its bytes are as they came.
    charset = models.CharField(max_length=20, blank=True)
    size = models.PositiveBigIntegerField(help_text="bytes")
    # A picture that moves; `serve.response_for` has its first frame as well.
    moves = models.BooleanField(default=False)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    content = models.FileField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)
    # Whose use it counts in, as `queries.used_by` tells it: the key of a community, which this room does not know.
    account = models.PositiveBigIntegerField(null=True, blank=True)
    # What makes one file one where it is kept again, as by an importer that goes on after it was killed.
    idempotency_key = models.CharField(max_length=200, null=True, blank=True)  # noqa: DJ001  # null: what people bring has none

    class Meta:
        indexes: ClassVar = [
            # With the size beside it, so that a sum looks at no row.
            models.Index(fields=["account", "size"], name="files_by_account", condition=~models.Q(account=None)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["idempotency_key", "sha256", "name"], name="files_one_row_each_once"),
            models.CheckConstraint(
                condition=models.Q(kind="document") | models.Q(width__gt=0, height__gt=0),
                name="files_a_picture_has_a_size",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def may_show(self) -> bool:
        """Whether a browser may show it in a page; anything else is only ever downloaded."""
        return self.content_type in SHOWN_IN_PLACE


class Preview(models.Model):
    """A small picture of a file, wanted by a room that shows it and drawn by the worker."""

    MOST_TRIES: ClassVar[int] = 2

    of = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="preview")
    # Empty until it is drawn; where MOST_TRIES were made, it cannot be.
    content = models.FileField(max_length=200, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    wanted_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["wanted_at"], name="files_previews_to_draw", condition=models.Q(content="", tries__lt=2)
            )
        ]

    def __str__(self) -> str:
        return f"preview of {self.of_id}"


class Versioned(models.Model):
    """A file that goes on: a room above derives its own row from this, says of what it is, and who may see it.

    `file` is the newest state; all of them are `versions`, rows that the same room derives from `Version`.
    """

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    file_id: int
    versions: Any  # the way back, which the deriving room's key makes

    class Meta:
        abstract = True


class Version(models.Model):
    """One state of a file that goes on. The room whose file it is adds `of`, a key to its `Versioned` row with the
    name `versions` on the way back, and lets no two of one file have the same number.
    """

    file_id: int | None
    number = models.PositiveIntegerField()
    # None where somebody took it away for good: that it was there, and who took it, stays.
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    restores = models.PositiveIntegerField(null=True, blank=True, help_text="the version that it is again")
    taken_away_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    taken_away_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"version {self.number}"
