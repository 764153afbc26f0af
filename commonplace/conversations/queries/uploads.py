"""The files of a post, and those that somebody has brought for words that they have not sent yet."""

from collections.abc import Iterator, Sequence

from commonplace.communities.models import Community
from commonplace.conversations.enclosures import Enclosure
from commonplace.conversations.models import Attachment, Post, Upload
from commonplace.people.models import Person


def uploads_of(person: Person, file_ids: Sequence[int], community: Community) -> list[Enclosure]:
    """Those of these files that they brought in this community, in whose use they count, in this order; one query."""
    if not file_ids:
        return []
    rows = Upload.objects.filter(person=person, community=community, file__in=file_ids).select_related("file")
    found = {one.file_id: Enclosure(one.file, one.name, one.description) for one in rows}
    return [found[pk] for pk in dict.fromkeys(file_ids) if pk in found]


def enclosures_of(post: Post) -> Iterator[Enclosure]:
    """What came with a post, in order."""
    for one in Attachment.objects.filter(post=post).select_related("file").order_by("position", "pk"):
        yield Enclosure(one.file, one.name, one.description)
