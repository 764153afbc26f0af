"""What was said in a sealed space goes after its days, wherever it stood; that it was said stays, and by whom."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.db.models.fields.json import KT
from django.utils.translation import gettext, override

from commonplace.communities import ledger
from commonplace.communities.doors import SEALED_FOR, Confidence
from commonplace.communities.models import Flag, Hold, Space
from commonplace.conversations.actions.attaching import let_files_go
from commonplace.conversations.actions.indexing import forget
from commonplace.conversations.draft_titles import AGAIN
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import (
    Amplification,
    Closure,
    Conversation,
    Draft,
    Mention,
    Outcome,
    Post,
    PostTranslation,
    Revision,
    Withdrawal,
)
from commonplace.conversations.models.draft import OPENING, edit_place, reply_place
from commonplace.store.locks import lock
from commonplace.store.steps import Steps
from commonplace.store.wiping import to_be_wiped

SEALED = {"conversation__space__confidence": Confidence.SEALED}


def forget_sealed(*, now: datetime) -> int:
    """Let go of all words that were said in sealed spaces some days ago, and of drafts that were not touched since; how
    many posts went.

    Each post counts from when it was written, whatever was said or changed after it. What people let be kept elsewhere
    stays, and so does which answer settled a question.
    """
    before = now - SEALED_FOR
    said = Post.objects.filter(~Q(source="", html=""), **SEALED, written_at__lt=before)
    keys = list(said.order_by("conversation", "pk").values_list("pk", flat=True))
    Steps(least=5, most=100).over(keys, lambda some: _forget(some, now=now))
    _forget_remarks(before, now=now)
    _forget_drafts(before, now=now)
    return len(keys)


@transaction.atomic
def _forget(keys: Collection[int], *, now: datetime) -> None:
    # Moved to where words stay meanwhile, with the leave of who spoke, they stay.
    posts = Post.objects.filter(pk__in=keys, **SEALED)
    lock(Conversation.objects.filter(pk__in=posts.values("conversation")).only("pk"))
    gone = list(posts.select_related("conversation").order_by("pk"))
    keys = [post.pk for post in gone]
    # What its author took back is theirs to have taken back: only nobody can give it again.
    Withdrawal.objects.bulk_create(
        [Withdrawal(post_id=pk, at=now, wish=Withdrawal.Wish.SEALED) for pk in keys], ignore_conflicts=True
    )
    for rows in (Revision.objects, Mention.objects, PostTranslation.objects):
        rows.filter(post__in=keys).delete()
    posts.filter(pk__in=keys).update(source="", html="")
    let_files_go(keys)
    ledger.changed(sorted({post.conversation.community_id for post in gone}))
    forget(keys)
    Outcome.objects.filter(post__in=keys).update(text="")
    Flag.objects.filter(kind="post", object_id__in=keys).update(why="")
    Hold.objects.filter(kind="post", object_id__in=keys).update(appeal="")
    _forget_titles(gone)
    to_be_wiped(now=now)


def _forget_titles(posts: Collection[Post]) -> None:
    """An opening takes the name of its conversation along, also where that was joined to another; what nobody can read
    asks for no answer.
    """
    places = {(post.conversation_id, post.number) for post in posts}
    keys = {pk for pk, number in places if number == 1}
    joined = Conversation.objects.filter(merged_into__in={pk for pk, _number in places})
    keys |= {
        pk
        for pk, into, offset in joined.values_list("pk", "merged_into", "merged_offset")
        if (into, offset + 1) in places
    }
    for conversation in Conversation.objects.filter(pk__in=keys).select_related("community"):
        with override(conversation.community.language):
            title = gettext("What was said here is gone")
        Conversation.objects.filter(pk=conversation.pk).update(title=title, kind=Kind.DISCUSSION)
    Flag.objects.filter(kind="conversation", object_id__in=keys).update(why="")
    Hold.objects.filter(kind="conversation", object_id__in=keys).update(appeal="")


def _forget_remarks(before: datetime, *, now: datetime) -> None:
    """What was said of conversations and answers goes as they do."""
    with transaction.atomic():
        gone = Outcome.objects.filter(**SEALED, at__lt=before).exclude(text="").update(text="")
        gone += Closure.objects.filter(**SEALED, at__lt=before).exclude(why="").update(why="")
        gone += Amplification.objects.filter(**SEALED, at__lt=before).delete()[0]
        if gone:
            to_be_wiped(now=now)


def _forget_drafts(before: datetime, *, now: datetime) -> None:
    """What somebody began to say there and left goes as if it had been said."""
    spaces = Space.objects.filter(confidence=Confidence.SEALED, made_at__lt=before)
    talks = set(Conversation.objects.filter(space__in=spaces).values_list("pk", flat=True))
    posts = set(Post.objects.filter(conversation__in=talks).values_list("pk", flat=True))
    slugs = set(spaces.values_list("community", "slug"))
    drafts = Draft.objects.filter(community__in=spaces.values("community"), changed_at__lt=before)
    replies, edits = {reply_place(pk) for pk in talks}, {edit_place(pk) for pk in posts}
    again = {f"{AGAIN}:{pk}" for pk in posts}
    gone = [
        pk
        for pk, community, place, space in drafts.values_list("pk", "community", "place", KT("words__space"))
        if place in replies
        or place in edits
        or place.rsplit(":", 2)[0] in again
        or (place.startswith(OPENING) and (community, space) in slugs)
    ]
    with transaction.atomic():
        if Draft.objects.filter(pk__in=gone, changed_at__lt=before).delete()[0]:
            to_be_wiped(now=now)
