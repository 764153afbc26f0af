"""What flags, holds and deeds point at in conversations, in words."""

from collections.abc import Collection, Mapping

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonplace.communities.things import Thing, declare
from commonplace.conversations.kinds import MANNERS
from commonplace.conversations.models import Conversation, Post
from commonplace.people.models import Person
from commonplace.search import kinds
from commonplace.ui.addresses import address
from commonplace.ui.prepared import prepared


def conversations(ids: Collection[int], viewer: Person | None) -> Mapping[int, Thing]:
    """The conversations of these ids that `viewer` may read."""
    found = Conversation.objects.visible_to(viewer).filter(pk__in=ids).select_related("community")
    return {
        one.pk: Thing(
            one.title,
            address("conversation", one.community.slug, one.pk),
            one.author_id,
            one.community_id,
        )
        for one in found
    }


def posts(ids: Collection[int], viewer: Person | None) -> Mapping[int, Thing]:
    """The posts of these ids that `viewer` may read."""
    return {
        pk: Thing(title, f"{address('conversation', slug, conversation)}?from={number}#p{number}", author, community)
        for pk, title, slug, conversation, number, author, community in _posts(ids=list(ids), viewer=viewer)
    }


@prepared
def _posts(*, ids: list[int], viewer: Person | None) -> QuerySet[Post, tuple[int, str, str, int, int, int | None, int]]:
    return (
        Post.objects.visible_to(viewer)
        .filter(pk__in=ids)
        .values_list(
            "pk", "conversation__title", "conversation__community__slug", "conversation_id", "number", "author_id",
            "conversation__community_id",
        )
    )  # fmt: skip


declare("conversation", conversations, words=_("a conversation"))
declare("post", posts, words=_("a post"))
kinds.declare({str(kind): manner.opening for kind, manner in MANNERS.items()})
