"""A conversation that became two is taken apart; every old address goes on working, and joining undoes it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from commonplace.communities.models import Deed, Hold
from commonplace.conversations.actions.counters import keep_to_oneself, recount
from commonplace.conversations.actions.deeds import WHAT, record, tell_as
from commonplace.conversations.actions.indexing import index_conversation
from commonplace.conversations.actions.rights import require_steward
from commonplace.conversations.actions.settling import lift_if_settled_by
from commonplace.conversations.actions.wording import one_line
from commonplace.conversations.models import Conversation, Outcome, Post, Settlement, Split
from commonplace.people.models import Person
from commonplace.store.registry import Hook

# What higher rooms keep about a conversation goes along: called inside the transaction with the conversation, the one
# that came out of it, and what the numbers of its posts became less by.
ON_SPLIT: Hook[Conversation, Conversation, int] = Hook("when a conversation is taken apart")


class Unsplittable(ValueError):
    """Nothing would be left or nothing would go: it is the opening, or stands there no more, or was taken back."""


class PartIsHeld(ValueError):
    """The conversation, or the post that would open the new one, is held back for a look."""


def split(*, by: Person, post: Post, title: str, at: datetime | None = None) -> Conversation:
    """Take `post` and all that follows it out into a conversation of its own in the same space; for stewards.

    What settled it goes along, unless it is the new opening; who had it too and its end stay. Raises NotTheirs,
    Unsplittable and PartIsHeld.
    """
    at = at or timezone.now()
    with transaction.atomic():
        here = keep_to_oneself(post.conversation)
        require_steward(by, community=here.community)
        first = _opening(here, post)
        less = first.number - 1
        made = Conversation.objects.create(
            community=here.community,
            space=here.space,
            kind=here.kind,
            title=one_line(title),
            author=first.author,
            alias=first.alias,
            opened_at=first.written_at,
            last_post_at=first.written_at,
            # Numbers that were given are given to nothing else, here or there: old addresses name them.
            last_number=here.last_number - less,
        )
        made.topics.set(here.topics.all())
        first.conversation = here
        lift_if_settled_by([first])
        here.posts.filter(number__gt=less).update(conversation=made, number=F("number") - less)
        Settlement.objects.filter(conversation=here, post__conversation=made).update(conversation=made)
        Outcome.objects.filter(conversation=here, post__conversation=made).update(conversation=made)
        Split.objects.create(
            conversation=here, into=made, first=first.number, last=here.last_number, offset=-less, by=by, at=at
        )
        for joined in Conversation.objects.filter(merged_into=here, merged_offset__gte=less):
            joined.merged_into, joined.merged_offset = made, joined.merged_offset - less
            joined.save(update_fields=["merged_into", "merged_offset"])
        parts = made.posts.values("pk")
        Deed.objects.filter(what=WHAT, what_id=here.pk, part_id__in=parts).update(what_id=made.pk)
        recount([here.pk, made.pk])
        ON_SPLIT(here, made, less)
        tell_as("opened", first.pk)
        record("split", by=by, conversation=here, at=at)
        made.refresh_from_db()
        index_conversation(made)
    return made


def _opening(here: Conversation, post: Post) -> Post:
    """The post as it stands now; raises Unsplittable and PartIsHeld."""
    first = Post.objects.select_related("author").filter(pk=post.pk, conversation=here).first()
    if first is None or first.number == 1 or hasattr(first, "withdrawal"):
        raise Unsplittable(post.pk)
    held = Hold.objects.in_force()
    if (
        held.filter(kind="conversation", object_id=here.pk).exists()
        or held.filter(kind="post", object_id=first.pk).exists()
    ):
        raise PartIsHeld(post.pk)
    # A whole that stands empty is withdrawn; nobody takes that away with the words of others.
    if not here.posts.filter(number__lt=first.number, withdrawal__isnull=True).exists():
        raise Unsplittable(post.pk)
    return first


__all__ = ["ON_SPLIT", "PartIsHeld", "Unsplittable", "split"]
