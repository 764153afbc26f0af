"""How often something that open pages show has changed."""

from typing import ClassVar

from django.db import models


class LiveTopic(models.Model):
    """One thing that is listened to, by a word of its room and its number ("run-12"); changes raise its version."""

    name = models.CharField(max_length=60, unique=True)
    version = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["changed_at"])]

    def __str__(self) -> str:
        return f"{self.name} at {self.version}"
