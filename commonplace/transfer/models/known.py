"""What came from a place where people talked, known again by its key when that place is exported anew."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from commonplace.communities.models import Community, Space
from commonplace.conversations.models import Post
from commonplace.transfer.models.run import Import


class Known(models.Model):
    """A record of an archive that is here: which kind of archive and of record, a digest of its key, what it became.

    The row stays where the post goes, so that what people took back does not come again.
    """

    class Sort(models.TextChoices):
        PLACE = "place"
        MESSAGE = "message"
        THANKS = "thanks"
        SETTLED = "settled"

    # The constraint below serves as this key's index.
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    sort = models.CharField(max_length=8, choices=Sort)
    digest = models.CharField(max_length=32)
    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="known")
    # Of the words that were last kept from the archive: others stand there where people changed them here.
    words = models.CharField(max_length=32, blank=True)
    # Of the words as they stand here since an address in them leads here; nothing where none does.
    stands = models.CharField(max_length=32, blank=True, db_default="")
    # Of what opens a conversation: digests of its title and topics as they last came, whether it was closed there, and
    # the topics (their keys) under which it stood here then; nothing of what came before this was noted.
    opening = models.JSONField(null=True)
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    is_opened = models.BooleanField(db_default=False)  # whether the space of a place was opened for it
    space = models.ForeignKey(Space, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "kind", "sort", "digest"], name="one_record_known_each"),
        ]

    def __str__(self) -> str:
        return f"a {self.sort} of {self.kind}"
