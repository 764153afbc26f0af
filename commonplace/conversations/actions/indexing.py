"""What search is told about posts, inside the transaction that changed them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import batched

from django.db.models import QuerySet

from commonplace.conversations.models import Conversation, Post
from commonplace.lib.mail.rendering import unfolded
from commonplace.lib.text import plain
from commonplace.search import index

KIND = "post"


def index_posts(posts: Iterable[Post], known: Mapping[int, str] | None = None) -> None:
    """Have search find these posts, each loaded with its conversation; `known`: by their keys, the words of those
    whose words were worked out before.
    """
    posts = list(posts)
    known = known or {}
    told = _Told({post.conversation_id for post in posts})
    index.keep([told.entry(post, known.get(post.pk)) for post in posts])


def index_conversation(conversation: Conversation) -> None:
    """Have search find every standing post of a conversation as it is now."""
    posts = conversation.posts.filter(withdrawal__isnull=True).select_related("conversation")
    for some in batched(posts.iterator(chunk_size=500), 500, strict=False):
        index_posts(some)


def forget(post_ids: Sequence[int]) -> None:
    """Have search find these posts no more."""
    index.drop(KIND, post_ids)


def to_be_found() -> QuerySet[Post]:
    """Every standing post."""
    return Post.objects.filter(withdrawal__isnull=True)


def everything() -> Iterator[index.Entry]:
    """Every standing post as search should know it, for building the index anew."""
    posts = to_be_found().select_related("conversation").order_by("pk")
    for some in batched(posts.iterator(chunk_size=500), 500, strict=False):
        told = _Told({post.conversation_id for post in some})
        yield from (told.entry(post) for post in some)


def topics_of(conversation_ids: Iterable[int]) -> Mapping[int, Sequence[str]]:
    """Names of the topics of each conversation."""
    found: dict[int, list[str]] = {}
    rows = Conversation.topics.through.objects.filter(conversation_id__in=sorted(conversation_ids))
    for conversation_id, name in rows.order_by("topic__slug").values_list("conversation_id", "topic__name"):
        found.setdefault(conversation_id, []).append(name)
    return found


def joined_titles(conversation_ids: Iterable[int]) -> Mapping[tuple[int, int], str]:
    """The titles of conversations that were joined to these, by the conversation and the number of their opening."""
    joined = Conversation.objects.filter(merged_into__in=sorted(conversation_ids))
    rows = joined.values_list("merged_into_id", "merged_offset", "title")
    return {(conversation_id, offset + 1): title for conversation_id, offset, title in rows}


class _Told:
    """What some conversations tell search of their posts."""

    def __init__(self, conversation_ids: Iterable[int]) -> None:
        ids = set(conversation_ids)
        self._topics, self._joined = topics_of(ids), joined_titles(ids)

    def entry(self, post: Post, words: str | None = None) -> index.Entry:
        """A post as search should know it. The opening of what was joined keeps its title, by which people look."""
        conversation = post.conversation
        title = conversation.title if post.number == 1 else self._joined.get((conversation.pk, post.number), "")
        return index.Entry(
            kind=KIND,
            object_id=post.pk,
            community_id=conversation.community_id,
            space_id=conversation.space_id,
            person_id=post.author_id,
            title=title,
            body=words_of(post) if words is None else words,
            label=conversation.kind,
            topics=tuple(self._topics.get(conversation.pk, ())),
            happened_at=post.written_at,
            parent_id=conversation.pk,
            parent_author_id=conversation.author_id,
            is_opening=post.number == 1 or bool(title),
        )


def words_of(post: Post) -> str:
    """What a post says. A letter's long quotes stay folded and are found where they were said, not in every answer."""
    return plain(unfolded(post.html) if post.form == Post.Form.MAIL else post.html)
