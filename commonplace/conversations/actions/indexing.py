"""What search is told about posts, inside the transaction that changed them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import batched
from typing import Any

from django.db.models import QuerySet

from commonplace.communities.models import Topic
from commonplace.communities.topics.queries import synonyms_of
from commonplace.conversations.enclosures import Enclosure
from commonplace.conversations.models import Attachment, Conversation, Post, PostTranslation
from commonplace.lib.mail.rendering import unfolded
from commonplace.lib.text import plain
from commonplace.search import index
from commonplace.search.models import SearchEntry
from commonplace.store.prepared import in_parts, prepared

KIND, TOPIC = "post", "topic"
IN_ORDER = ("topic__slug", "topic__synonyms__slug")

# Of each topic its name first, then what else it is called: whoever looks for either finds what is filed under it.
type Filed = Mapping[int, Sequence[str]]


def index_posts(posts: Iterable[Post], known: Mapping[int, str] | None = None) -> None:
    """Have search find these posts, each loaded with its conversation; `known`: by their keys, the words of those
    whose words were worked out before.
    """
    posts = list(posts)
    known = known or {}
    told = _Told({post.conversation_id for post in posts}, [post.pk for post in posts if post.pk not in known])
    index.keep([*(told.entry(post, known.get(post.pk)) for post in posts), *told.topics(posts)])


def index_new(post: Post, words: index.Words, *, conversation: Conversation) -> None:
    """Have search find a post that was just written into a conversation (as it stands now), by its `words_to_find`."""
    topics = _topics(conversation=conversation)
    title = conversation.title if post.number == 1 else ""
    filed = _filed((conversation.pk, *topic) for topic in topics).get(conversation.pk, {})
    entries = [_entry(post, conversation, title=title, topics=_words(filed), words=words)]
    if post.number == 1:
        at = conversation.opened_at
        entries += [_topic_entry(pk, names, conversation.community_id, at) for pk, names in filed.items()]
    index.keep(entries)


@prepared
def _topics(*, conversation: Conversation) -> QuerySet[Any, tuple[int, str, str | None]]:
    rows = Conversation.topics.through.objects.filter(conversation=conversation)
    return rows.order_by(*IN_ORDER).values_list("topic", "topic__name", "topic__synonyms__name")


def words_to_find(html: str, files: Iterable[Enclosure], *, language: str) -> index.Words:
    """By which words a post is found that says this and comes with these."""
    return index.words_of("\n".join([plain(html), *(one.description for one in files if one.description)]), language)


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


def told_to_machines(post_ids: Sequence[int]) -> Collection[int]:
    """Those of these posts whose words a service of the operator's may hear: not what is half-baked or said candidly,
    nor what is held or taken back.
    """
    those = Post.objects.quotable().not_kept_back_from(None).filter(pk__in=post_ids, alias="")
    return those.values_list("pk", flat=True)


def entries_of(post_ids: Sequence[int]) -> Iterator[index.Entry]:
    """Those of these posts that stand as search should know them, for building the index anew."""
    posts = list(to_be_found().filter(pk__in=post_ids).select_related("conversation"))
    told = _Told({post.conversation_id for post in posts}, [post.pk for post in posts])
    return (told.entry(post) for post in posts)


def topic_entries_of(topic_ids: Sequence[int]) -> Iterator[index.Entry]:
    """These topics as search should know them."""
    synonyms = synonyms_of(topic_ids)
    for topic in Topic.objects.filter(pk__in=topic_ids).select_related("community"):
        names = [topic.name, *synonyms.get(topic.pk, ())]
        yield _topic_entry(topic.pk, names, topic.community_id, topic.community.founded_at)


def forget_merged_topics(kept: Topic) -> None:
    """Have search find no more what became one with another topic."""
    there = Topic.objects.filter(community=kept.community_id).values("pk")
    gone = SearchEntry.objects.filter(kind=TOPIC, community=kept.community_id).exclude(object_id__in=there)
    index.drop(TOPIC, list(gone.values_list("object_id", flat=True)))


def _topic_entry(pk: int, names: Sequence[str], community_id: int, at: datetime) -> index.Entry:
    name, *others = names
    said = ", ".join(others)
    return index.Entry(kind=TOPIC, object_id=pk, community_id=community_id, title=name, body=said, happened_at=at)


def _words(filed: Filed) -> list[str]:
    return [name for names in filed.values() for name in names]


def _filed(rows: Iterable[tuple[int, int, str, str | None]]) -> Mapping[int, Filed]:
    """By conversation what it is filed under, of rows that say a topic once for each of its synonyms."""
    found: dict[int, dict[int, list[str]]] = {}
    for conversation_id, pk, name, synonym in rows:
        names = found.setdefault(conversation_id, {}).setdefault(pk, [name])
        if synonym is not None:
            names.append(synonym)
    return found


def topics_of(conversation_ids: Iterable[int]) -> Mapping[int, Filed]:
    """The topics of each conversation, by key with their names."""
    return _filed(row for some in in_parts(conversation_ids) for row in _topics_of_these(conversations=some))


@prepared
def _topics_of_these(*, conversations: list[int]) -> QuerySet[Any, tuple[int, int, str, str | None]]:
    rows = Conversation.topics.through.objects.filter(conversation_id__in=conversations)
    columns = ("conversation_id", "topic_id", "topic__name", "topic__synonyms__name")
    return rows.order_by(*IN_ORDER).values_list(*columns)


def joined_titles(conversation_ids: Iterable[int]) -> Mapping[tuple[int, int], str]:
    """The titles of conversations that were joined to these, by the conversation and the number of their opening."""
    rows = (row for some in in_parts(conversation_ids) for row in _joined_to(conversations=some))
    return {(conversation_id, offset + 1): title for conversation_id, offset, title in rows}


@prepared
def _joined_to(*, conversations: list[int]) -> QuerySet[Conversation, tuple[int, int, str]]:
    joined = Conversation.objects.filter(merged_into__in=conversations)
    return joined.values_list("merged_into_id", "merged_offset", "title")


def shown_beside(post_ids: Iterable[int]) -> Mapping[int, Sequence[str]]:
    """What the pictures of each post show, in words; those of a picture within the text stand there too."""
    found: dict[int, list[str]] = {}
    for some in in_parts(post_ids):
        for post_id, description in _described(posts=some):
            found.setdefault(post_id, []).append(description)
    return found


@prepared
def _described(*, posts: list[int]) -> QuerySet[Attachment, tuple[int, str]]:
    rows = Attachment.objects.filter(post__in=posts).exclude(description="").order_by("post", "position")
    return rows.values_list("post", "description")


def said_otherwise(post_ids: Iterable[int]) -> Mapping[int, Sequence[str]]:
    """What each post says in other languages, less what is held: it is found by these words too."""
    found: dict[int, list[str]] = {}
    for some in in_parts(post_ids):
        for post_id, title, html in _said_otherwise(posts=some):
            found.setdefault(post_id, []).extend(filter(None, (title, plain(html))))
    return found


@prepared
def _said_otherwise(*, posts: list[int]) -> QuerySet[PostTranslation, tuple[int, str, str]]:
    rows = PostTranslation.objects.newest().not_kept_back_from(None).filter(post__in=posts)
    return rows.order_by("post", "language").values_list("post", "title", "html")


class _Told:
    """What some conversations tell search of their posts."""

    def __init__(self, conversation_ids: Iterable[int], post_ids: Iterable[int]) -> None:
        ids = set(conversation_ids)
        self._topics, self._joined = topics_of(ids), joined_titles(ids)
        post_ids = list(post_ids)
        self._shown, self._otherwise = shown_beside(post_ids), said_otherwise(post_ids)

    def topics(self, posts: Iterable[Post]) -> list[index.Entry]:
        """The topics under which these openings are filed."""
        entries: dict[int, index.Entry] = {}
        for post in posts:
            if post.number == 1:
                community_id, at = post.conversation.community_id, post.conversation.opened_at
                for pk, names in self._topics.get(post.conversation_id, {}).items():
                    entries[pk] = _topic_entry(pk, names, community_id, at)
        return list(entries.values())

    def entry(self, post: Post, words: str | None = None) -> index.Entry:
        """A post as search should know it. The opening of what was joined keeps its title, by which people look."""
        conversation = post.conversation
        title = conversation.title if post.number == 1 else self._joined.get((conversation.pk, post.number), "")
        topics = _words(self._topics.get(conversation.pk, {}))
        if words is None:
            others = (*self._shown.get(post.pk, ()), *self._otherwise.get(post.pk, ()))
            words = "\n".join([words_of(post), *others])
        return _entry(post, conversation, title=title, topics=topics, words=words)


def _entry(
    post: Post, conversation: Conversation, *, title: str, topics: Sequence[str], words: index.Words | str
) -> index.Entry:
    return index.Entry(
        kind=KIND,
        object_id=post.pk,
        community_id=conversation.community_id,
        space_id=conversation.space_id,
        person_id=post.author_id,
        title=title,
        body=words,
        label=conversation.kind,
        topics=tuple(topics),
        happened_at=post.written_at,
        parent_id=conversation.pk,
        parent_author_id=conversation.author_id,
        is_opening=post.number == 1 or bool(title),
    )


def words_of(post: Post) -> str:
    """What a post says. A letter's long quotes stay folded and are found where they were said, not in every answer."""
    return plain(unfolded(post.html) if post.form == Post.Form.MAIL else post.html)
