"""Whoever wrote under a sign what a steward holds back asks for a second look; kept until the hour, and nothing knows
who they are.
"""

from __future__ import annotations

from commonplace.candour.actions.saying import NotThere
from commonplace.candour.models import WaitingAppeal
from commonplace.candour.queries import holds_sign
from commonplace.communities.models import Community, Hold
from commonplace.conversations.models import Conversation, Post


def appeal(*, community: Community, hold: int, words: str, public: bytes) -> None:
    """Have a second look asked for at the hour, by whoever holds the sign of what is held; what they say last counts.
    Raises NotThere.
    """
    standing = Hold.objects.in_force().filter(community=community, pk=hold, appealed_at=None).first()
    written = _held_by(standing) if standing is not None else None
    if standing is None or written is None or not holds_sign(*written, public):
        raise NotThere(hold)
    WaitingAppeal.objects.bulk_create(
        [WaitingAppeal(hold=standing, words=words)],
        update_conflicts=True,
        unique_fields=["hold"],
        update_fields=["words"],
    )


def _held_by(hold: Hold) -> tuple[Conversation, str] | None:
    """Where what is held was written, and under which sign."""
    if hold.kind == "post":
        post = Post.objects.filter(pk=hold.object_id).select_related("conversation").first()
        return (post.conversation, post.alias) if post is not None else None
    talk = Conversation.objects.filter(pk=hold.object_id).first() if hold.kind == "conversation" else None
    return (talk, talk.alias) if talk is not None else None
