"""What came from elsewhere goes again, as if it had never been said here; for importers that take it back."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from commonplace.communities.models import Deed
from commonplace.communities.readers import forget as forget_deeds
from commonplace.conversations.actions import indexing
from commonplace.conversations.actions.attaching import let_files_go
from commonplace.conversations.actions.deeds import WHAT
from commonplace.conversations.models import Conversation, Post, SuggestedTopic
from commonplace.store.locks import lock


def uproot(post_ids: Collection[int]) -> None:
    """Let posts go for good: words, deeds, entries of the index, and files that came with nothing else.

    The caller has seen that nobody built on them, and counts what stays of their conversations anew (`recount`).
    """
    with transaction.atomic():
        posts = Post.objects.filter(pk__in=post_ids)
        homes = set(posts.values_list("conversation", flat=True))
        lock(Conversation.objects.filter(pk__in=homes).only("pk"))
        indexing.forget(list(post_ids))
        let_files_go(post_ids)
        posts.delete()
        forget_deeds(Deed.objects.filter(what=WHAT, what_id__in=homes, part_id__in=post_ids))


def uproot_empty(conversation_ids: Collection[int]) -> None:
    """Let those of these conversations go for good in which nothing stands any more, with what was done to them."""
    with transaction.atomic():
        here = lock(Conversation.objects.filter(pk__in=conversation_ids).only("pk", "community_id"))
        kept = set(Post.objects.filter(conversation__in=here).values_list("conversation", flat=True))
        empty = [one.pk for one in here if one.pk not in kept]
        Conversation.objects.filter(pk__in=empty).delete()
        # Words that were found in nothing else.
        communities = {one.community_id for one in here}
        SuggestedTopic.objects.filter(community__in=communities, fittings=None, decisions=None).delete()
        forget_deeds(Deed.objects.filter(what=WHAT, what_id__in=empty))
