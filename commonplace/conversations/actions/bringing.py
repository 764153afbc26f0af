"""Files that come with a post."""

from collections.abc import Iterable
from dataclasses import dataclass

from commonplace.conversations.models import Attachment, Post
from commonplace.files.models import StoredFile

MOST = 10


@dataclass(frozen=True)
class Brought:
    """A stored file and the name it had where it came from."""

    file: StoredFile
    name: str


def attach(brought: Iterable[tuple[Post, Iterable[Brought]]]) -> None:
    """Keep what came with each post, in order; the same file twice in one post counts once."""
    rows = [
        Attachment(post=post, file=one.file, name=one.name[:200], position=position)
        for post, files in brought
        for position, one in enumerate({one.file.pk: one for one in files}.values())
    ]
    if rows:
        Attachment.objects.bulk_create(rows, batch_size=500)
