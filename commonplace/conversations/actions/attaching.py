"""Files that come with a post."""

from collections.abc import Collection, Iterable

from commonplace.conversations.models import Attachment, Post
from commonplace.files.actions import throw_away
from commonplace.files.models import StoredFile
from commonplace.people.models import Person

MOST = 10


def attach(brought: Iterable[tuple[Post, Iterable[StoredFile]]]) -> None:
    """Keep what came with each post, in order; the same file twice in one post counts once."""
    rows = [
        Attachment(post=post, file=file, name=file.name, position=position)
        for post, files in brought
        for position, file in enumerate({(file.sha256, file.name): file for file in files}.values())
    ]
    if rows:
        Attachment.objects.bulk_create(rows, batch_size=500)


def said_with(files: Iterable[StoredFile]) -> list[list[str]]:
    """What came with a post, told by its bytes and its name: a file sent twice is kept twice, and is the same."""
    return [[file.sha256, file.name] for file in files]


def let_files_go(post_ids: Collection[int]) -> None:
    """Take the files off these posts; those that nobody else's words came with go for good."""
    brought = Attachment.objects.filter(post__in=post_ids)
    files = set(brought.values_list("file", flat=True))
    brought.delete()
    files -= set(Attachment.objects.filter(file__in=files).values_list("file", flat=True))
    throw_away(ids=files - set(Person.objects.filter(photo__in=files).values_list("photo", flat=True)))
