"""What flags, holds and deeds point at in conversations, in words."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from commonplace.communities.things import Thing, declare
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Conversation, Post
from commonplace.people.models import Person
from commonplace.search import kinds
from commonplace.ui.addresses import address


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
    found = Post.objects.visible_to(viewer).filter(pk__in=ids).select_related("conversation__community")
    return {
        one.pk: Thing(one.conversation.title, address_of(one), one.author_id, one.conversation.community_id)
        for one in found.defer("source", "html")
    }


def address_of(post: Post) -> str:
    """Where a post stands, loaded with its conversation's community."""
    page = address("conversation", post.conversation.community.slug, post.conversation_id)
    return f"{page}?from={post.number}#p{post.number}"


declare("conversation", conversations, words=_("a conversation"))
declare("post", posts, words=_("a post"))
kinds.declare({kind.value: kind.label for kind in Kind})
