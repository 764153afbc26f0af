"""Stored files: what was brought in, checked and kept once."""

from django.db import models
from django.utils import timezone


class StoredFile(models.Model):
    """A file by its content; who may see it is decided by the room that shows it."""

    class Kind(models.TextChoices):
        IMAGE = "image"
        DOCUMENT = "document"

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=Kind)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    content = models.FileField(upload_to="kept/%Y/%m/", max_length=200)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name
