"""A file that somebody brought for words that they have not sent yet."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.conversations.models.post import MAX_DESCRIPTION
from commonplace.files.models import StoredFile


class Upload(models.Model):
    """It waits for its post, seen by its bringer alone; `touched_at` is when it was last on a form of theirs.

    The row stays for a while when the post was sent, so that the same sending once more finds the same files.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    # No other file of the same form has it, so that a sign in the text leads to this one.
    name = models.CharField(max_length=200)
    description = models.CharField(max_length=MAX_DESCRIPTION, blank=True)
    touched_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["touched_at"])]

    def __str__(self) -> str:
        return self.name
