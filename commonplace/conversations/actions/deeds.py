"""The line in the ledger that each action on a conversation writes."""

from datetime import datetime

from django.db.models import QuerySet

from commonplace.communities import ledger
from commonplace.communities.models import Deed
from commonplace.conversations.models import Conversation, Post
from commonplace.people.models import Person

WHAT = "conversation"


def record(
    verb: str,
    *,
    by: Person,
    conversation: Conversation,
    at: datetime,
    post: Post | None = None,
    towards: Person | None = None,
    origin: str = "",
) -> None:
    """Write that `by` did this to the conversation, or to one post of it."""
    ledger.record(
        verb=verb, person=by, community=conversation.community, space=conversation.space, at=at, what=WHAT,
        what_id=conversation.pk, part_id=post.pk if post else None, towards=towards, origin=origin,
    )  # fmt: skip


def deeds_of(conversation: Conversation, *verbs: str) -> QuerySet[Deed]:
    """What was done in or to this conversation: all of it, or these verbs."""
    deeds = Deed.objects.filter(what=WHAT, what_id=conversation.pk)
    return deeds.filter(verb__in=verbs) if verbs else deeds
