"""What the house keeps about its own work."""

from django.db import models


class DueWork(models.Model):
    """When a piece of work is due next, who is at it until when, and how it went last."""

    code = models.CharField(max_length=60, unique=True)
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.code}, due at {self.due_at:%Y-%m-%d %H:%M}"
