"""One stored file is one file as somebody brought it; nobody's row tells that another brought the same."""

from typing import Final

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
    # What makes one file one where it is kept again, as by an importer that goes on after it was killed.
    idempotency_key = models.CharField(max_length=200, null=True, blank=True)  # noqa: DJ001  # null: what people bring has none

    class Meta:
        constraints = [
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
