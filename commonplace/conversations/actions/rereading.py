"""What a community switches on is true of its older posts too: the worker renders them anew, a few at a time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commonplace.communities import ledger
from commonplace.communities.models import Community
from commonplace.communities.modules import MATHS, is_on
from commonplace.conversations.actions.counters import keep_with_its_conversation
from commonplace.conversations.actions.indexing import index_posts
from commonplace.conversations.actions.rewording import ground_of, set_again
from commonplace.conversations.models import Post, Rereading, Withdrawal

AT_ONCE = 100
MOST = 2000  # posts in one turn of the worker


def render_anew(*, now: datetime) -> int:
    """Go on with what was switched, where a turn before this one ended or a process died; how many were rendered."""
    _begin()
    number = 0
    for row in Rereading.objects.filter(upto__isnull=False).select_related("community").order_by("pk"):
        while row.upto is not None and number < MOST:
            number += _go_on(row)
    return number


def _begin() -> None:
    """Note every community that has switched since its posts were rendered."""
    done = dict(Rereading.objects.values_list("community", "with_maths"))
    for community in Community.objects.only("pk", "modules"):
        wanted = is_on(community, MATHS)
        if done.get(community.pk, False) != wanted:
            Rereading.objects.update_or_create(community=community, defaults={"with_maths": wanted, "upto": 0})


def _go_on(row: Rereading) -> int:
    there = Post.objects.filter(
        conversation__community=row.community_id, form=Post.Form.MARKDOWN, source__contains="$", pk__gt=row.upto
    )
    some = list(there.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    for pk in some:
        _render(pk)
    before, row.upto = row.upto, some[-1] if len(some) == AT_ONCE else None
    # Switched again meanwhile, it begins again.
    Rereading.objects.filter(pk=row.pk, with_maths=row.with_maths, upto=before).update(upto=row.upto)
    return len(some)


def _render(pk: int) -> None:
    found = Post.objects.filter(pk=pk).select_related("conversation__space__community").first()
    if found is None or not found.source.strip():
        return
    before = ground_of(found, found.source)
    worded = before.word(found.source)
    if worded.html == found.html:
        return
    with transaction.atomic():
        post = keep_with_its_conversation(found)
        if not post.source.strip():
            return
        ground = ground_of(post, post.source)
        if (post.source, ground) != (found.source, before):
            worded = ground.word(post.source)
        if worded.html == post.html:
            return
        Post.objects.filter(pk=pk).update(html=worded.html)
        post.html = worded.html
        set_again(post)
        if not Withdrawal.objects.filter(post=post).exists():
            index_posts([post])
        ledger.changed([post.conversation.community_id])
