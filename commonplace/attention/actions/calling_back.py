"""Posts that wait to go to somebody as they happen, and are to go there no more."""

from __future__ import annotations

from commonplace.attention.models import PostToSend
from commonplace.communities.models import Community
from commonplace.conversations.models import Post
from commonplace.letters.queries import unsent
from commonplace.people.models import Person


def key_of(post: int, person: int) -> str:
    """The key of the letter that brings a post to somebody as it happens."""
    return f"post:{post}:{person}"


def call_back_posts(person: Person, *, of: Community | None = None) -> None:
    """Send somebody nothing of what was written already, of one community or of all; inside a transaction."""
    waiting = unsent().filter(kind="post", key__startswith="post:", key__endswith=f":{person.pk}")
    keys = {int(key.split(":")[1]): key for key in waiting.values_list("key", flat=True) if key}
    rows, posts = PostToSend.objects.filter(person=person), Post.objects.filter(pk__in=keys)
    if of is not None:
        rows = rows.filter(post__conversation__community=of)
        posts = posts.filter(conversation__community=of)
    rows.delete()
    waiting.filter(key__in=[keys[pk] for pk in posts.values_list("pk", flat=True)]).delete()
