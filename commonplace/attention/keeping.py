"""Whoever writes in a conversation follows it and has read it so far: the ledger, read on from the last deed seen."""

from django.db import transaction
from django.db.models import F

from commonplace.attention.actions.following import follow_all
from commonplace.attention.actions.reading import mark_all
from commonplace.attention.queries import NAME, WRITING
from commonplace.communities.ledger import since
from commonplace.conversations.models import Post
from commonplace.cultivation.models import Reader

CHUNK = 5_000


def catch_up() -> int:
    """Take in every deed not yet taken in; how many there were. What came from an archive makes nobody follow."""
    Reader.objects.get_or_create(name=NAME)
    taken = 0
    while deeds := _take_chunk():
        taken += deeds
    return taken


def _take_chunk() -> int:
    with transaction.atomic():
        # Whoever moves the mark owns what lies behind it: a second reader waits here, then finds the mark moved.
        Reader.objects.filter(name=NAME).update(sequence=F("sequence"))
        reader = Reader.objects.get(name=NAME)
        deeds = list(
            since(reader.sequence).values_list("sequence", "verb", "person_id", "part_id", "origin", "reverses_id")[
                :CHUNK
            ]
        )
        if not deeds:
            return 0
        written = [
            part
            for _, verb, person, part, origin, reverses in deeds
            if verb in WRITING and person and part and not origin and not reverses
        ]
        posts = list(
            Post.objects.filter(pk__in=written, author__isnull=False, conversation__merged_into__isnull=True)
            .order_by("written_at", "pk")
            .values_list("author_id", "conversation_id", "number", "written_at")
        )
        follow_all((author, conversation, at) for author, conversation, _, at in posts)
        mark_all(posts)
        Reader.objects.filter(pk=reader.pk).update(sequence=deeds[-1][0])
    return len(deeds)
