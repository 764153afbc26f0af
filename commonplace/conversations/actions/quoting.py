"""Someone asks that what they wrote is not quoted, or lets it be quoted after all."""

from django.db import transaction

from commonplace.communities import ledger
from commonplace.conversations.actions.counters import keep_with_its_conversation
from commonplace.conversations.actions.indexing import KIND
from commonplace.conversations.actions.rights import NotTheirs
from commonplace.conversations.models import Post
from commonplace.people.models import Person
from commonplace.search import index


def say_half_baked(*, by: Person, post: Post, is_half_baked: bool = True) -> None:
    """Say that one's own words are half-baked, so that no door lets them out, or that they are so no more: then
    whatever was kept of them before stands where it stood. Raises NotTheirs.
    """
    if by.pk != post.author_id:
        raise NotTheirs(post.pk)
    with transaction.atomic():
        standing = keep_with_its_conversation(post)
        if standing.is_half_baked != is_half_baked:
            Post.objects.filter(pk=standing.pk).update(is_half_baked=is_half_baked)
            index.let_meaning_go(KIND, [standing.pk])
            ledger.changed([standing.conversation.community_id])
