"""Whoever writes in a conversation follows it and has read it so far: the ledger, read on from the last deed seen."""

from collections.abc import Sequence

from commonplace.attention.actions.following import follow_all
from commonplace.attention.actions.reading import mark_all
from commonplace.attention.queries import NAME, WRITING
from commonplace.communities.readers import Read, Reader
from commonplace.conversations.models import Post


def take(deeds: Sequence[Read]) -> None:
    """Have writers follow what they wrote in. What came from an archive makes nobody follow."""
    written = [
        deed.part_id
        for deed in deeds
        if deed.verb in WRITING and deed.person_id and deed.part_id and not deed.origin and not deed.reverses_id
    ]
    posts = list(
        Post.objects.filter(pk__in=written, author__isnull=False, conversation__merged_into__isnull=True)
        .order_by("written_at", "pk")
        .values_list("author_id", "conversation_id", "number", "written_at")
    )
    follow_all((author, conversation, at) for author, conversation, _, at in posts)
    mark_all(posts)


FOLLOWS = Reader(NAME, take)
