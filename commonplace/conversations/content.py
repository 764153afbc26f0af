"""What flags, holds and deeds point at in conversations, in words."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonplace.communities.content import Content, Thing
from commonplace.communities.models import Community
from commonplace.conversations.actions.counters import keep_with_its_conversation, recount
from commonplace.conversations.actions.deeds import weigh
from commonplace.conversations.actions.indexing import index_posts, words_of
from commonplace.conversations.models import Conversation, Post, PostTranslation
from commonplace.conversations.queries.topics import topics_seen
from commonplace.lib.text import plain
from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.store.prepared import prepared
from commonplace.ui.addresses import address

LATEST = 30


def conversations(ids: Collection[int], viewer: Person | None) -> Mapping[int, Thing]:
    """The conversations of these ids that `viewer` may read."""
    found = Conversation.objects.visible_to(viewer).filter(pk__in=ids).select_related("community")
    return {
        one.pk: Thing(
            one.title,
            address("conversation", one.community.slug, one.pk),
            one.author_id,
            one.community_id,
            alias=one.alias,
        )
        for one in found
    }


def posts(ids: Collection[int], viewer: Person | None) -> Mapping[int, Thing]:
    """The posts of these ids that `viewer` may read."""
    return {
        pk: Thing(
            title,
            f"{address('conversation', slug, conversation)}?from={number}#p{number}",
            author,
            community,
            is_half_baked=is_half_baked,
            alias=alias,
        )
        for pk, title, slug, conversation, number, author, community, is_half_baked, alias in _posts(
            ids=list(ids), viewer=viewer
        )
    }


@prepared
def _posts(
    *, ids: list[int], viewer: Person | None
) -> QuerySet[Post, tuple[int, str, str, int, int, int | None, int, bool, str]]:
    return (
        Post.objects.visible_to(viewer)
        .filter(pk__in=ids)
        .values_list(
            "pk",
            "conversation__title",
            "conversation__community__slug",
            "conversation_id",
            "number",
            "author_id",
            "conversation__community_id",
            "is_half_baked",
            "alias",
        )
    )


def topics(ids: Collection[int], viewer: Person | None) -> Mapping[int, Thing]:
    """The topics of these ids under which `viewer` may read something."""
    found = topics_seen(viewer).filter(pk__in=ids).select_related("community")
    return {one.pk: Thing(one.name, address("topic", one.community.slug, one.slug)) for one in found}


def words_of_conversations(ids: Collection[int], viewer: Person | None) -> Mapping[int, str]:
    """How the conversations of these ids open, in the words that `viewer` may read."""
    openings = Post.objects.visible_to(viewer).filter(conversation__in=ids, number=1)
    return {one.conversation_id: words_of(one) for one in openings.only("conversation", "form", "html")}


def words_of_posts(ids: Collection[int], viewer: Person | None) -> Mapping[int, str]:
    """What the posts of these ids say that `viewer` may read."""
    return {one.pk: words_of(one) for one in Post.objects.visible_to(viewer).filter(pk__in=ids).only("form", "html")}


def latest_posts_of(author: Person, community: Community, viewer: Person | None) -> Sequence[int]:
    """The keys of what someone wrote here last that `viewer` may read."""
    theirs = Post.objects.visible_to(viewer).filter(author=author, conversation__community=community)
    return list(theirs.order_by("-written_at", "-pk").values_list("pk", flat=True)[:LATEST])


def after_hold_of_conversation(pk: int) -> None:
    """What is held answers nobody and was not said; what is released was said when it was."""
    # Whoever replies waits here and sees the hold afterwards, or has replied and is weighed.
    lock(Conversation.objects.filter(pk=pk))
    weigh(list(Post.objects.filter(conversation=pk).values_list("pk", flat=True)))
    recount([pk])


def after_hold_of_post(pk: int) -> None:
    """The same of one post, and of the conversation that it stands in."""
    keep_with_its_conversation(Post(pk=pk))
    weigh([pk])
    recount(list(Post.objects.filter(pk=pk).values_list("conversation", flat=True)))


def translations(ids: Collection[int], viewer: Person | None) -> Mapping[int, Thing]:
    """The posts said again in another language, of these ids, that `viewer` may read."""
    found = (
        PostTranslation.objects.visible_to(viewer).filter(pk__in=ids).select_related("post__conversation__community")
    )
    return {one.pk: _described(one, one.post.conversation) for one in found}


def _described(one: PostTranslation, conversation: Conversation) -> Thing:
    here, number = address("conversation", conversation.community.slug, conversation.pk), one.post.number
    url = f"{here}?from={number}&in={one.language}#p{number}"
    return Thing(one.title or conversation.title, url, one.by_id, conversation.community_id)


def words_of_translations(ids: Collection[int], viewer: Person | None) -> Mapping[int, str]:
    """What the translations of these ids say that `viewer` may read."""
    return {one.pk: plain(one.html) for one in PostTranslation.objects.visible_to(viewer).filter(pk__in=ids)}


def after_hold_of_translation(pk: int) -> None:
    """A post is found by no words of what is held."""
    standing = Post.objects.filter(translations=pk, withdrawal__isnull=True)
    index_posts(standing.select_related("conversation"))


CONVERSATION = Content(
    "conversation",
    _("a conversation"),
    Conversation.objects.visible_to,
    conversations,
    may_be_held=True,
    after_hold=after_hold_of_conversation,
    words_of=words_of_conversations,
)
TOPIC = Content("topic", _("a topic"), topics_seen, topics)
POST = Content(
    "post",
    _("a post"),
    Post.objects.visible_to,
    posts,
    part_of="conversation",
    may_be_held=True,
    may_be_quoted=True,
    after_hold=after_hold_of_post,
    words_of=words_of_posts,
    latest_of=latest_posts_of,
)
POST_TRANSLATION = Content(
    "post_translation",
    _("a post, said in another language"),
    PostTranslation.objects.visible_to,
    translations,
    part_of="post",
    may_be_held=True,
    after_hold=after_hold_of_translation,
    words_of=words_of_translations,
)
