"""Conversations and posts as programs read them; nothing here makes a query."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from commonplace.communities import models as words
from commonplace.communities.doors import Confidence
from commonplace.communities.models import Community
from commonplace.communities.shapes import Byline, Shape, byline, whole
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations import models, news
from commonplace.conversations.bylines import byline_outward, nobody_named
from commonplace.conversations.enclosures import address_of
from commonplace.conversations.models.post import number_answered
from commonplace.conversations.queries.lists import Wanted, conversations_for
from commonplace.conversations.queries.topics import topics_seen
from commonplace.people.models import Person
from commonplace.ui.addresses import address


class Topic(BaseModel):
    """A word of the community's vocabulary."""

    slug: str
    name: str


class TopicPage(Topic):
    """A topic with the page of what is filed under it."""

    community: str
    url: str


class Conversation(BaseModel):
    """An opening and how it went on; its text is the first of its posts."""

    id: int
    community: str
    space: str
    kind: str
    kind_said: str = Field(description="How it begins, in the words that its writer chose and every page says.")
    title: str
    author: Byline
    is_automatic: bool = Field(description="A program's message opened it.")
    opened_at: datetime
    last_post_at: datetime
    first_reply_at: datetime | None
    replies: int
    me_too: int
    is_waiting: bool = Field(description="It asks for an answer that nobody has begun to give.")
    is_settled: bool
    is_closed: bool
    topics: list[Topic]
    url: str


class File(BaseModel):
    """A file that came with a post, for whoever may read that."""

    name: str
    description: str = Field(description="What a picture shows, in words; empty where nobody said.")
    content_type: str
    size: int = Field(description="In bytes.")
    url: str


class PostTranslation(BaseModel):
    """A post said again in another language, as safe HTML; the latest edition."""

    language: str
    out_of: str = Field(description="The language in which the post is written, as whoever said it again has said.")
    title: str = Field(description="Of an opening; else empty.")
    html: str
    by: Byline
    at: datetime
    of_revision: int = Field(description="The revision of the post that it says again.")
    is_behind: bool = Field(description="The post has changed since.")
    drafted_by: str = Field(
        description="The service from which a machine’s draft came; empty for a member’s own words."
    )
    is_unread_draft: bool = Field(description="No member has read the machine’s draft yet.")
    url: str


class Post(BaseModel):
    """One contribution, as safe HTML."""

    id: int
    number: int
    author: Byline
    reply_to: int | None = Field(default=None, description="The number of the post that it answers.")
    written_at: datetime
    edited_at: datetime | None
    html: str
    files: list[File]
    translations: list[PostTranslation]
    thanks: int = Field(description="How many people thanked for it here, those whom an archive named among them.")
    thanks_elsewhere: int = Field(
        description="How often it was thanked for where it was said, by people whom the archive does not name."
    )
    is_automatic: bool = Field(description="A program wrote it: an absence note, a notice of a build or a bug.")
    is_half_baked: bool = Field(description="Its author asks that it is not quoted: it is read where it was said.")
    settles: bool = Field(description="This answer settled the conversation.")
    url: str


def conversation_url(viewpoint: Viewpoint, pk: int) -> str:
    """Where a conversation is read."""
    return whole(address("conversation", viewpoint.community.slug, pk))


def _filed_under(one: models.Conversation) -> list[Topic]:
    return [Topic(slug=topic.slug, name=topic.name) for topic in sorted(one.topics.all(), key=lambda each: each.pk)]


def conversation(one: models.Conversation, viewpoint: Viewpoint, *, topics: list[Topic] | None = None) -> Conversation:
    """A conversation, joined to its author, space, closure and settlement, its topics given or prefetched."""
    is_settled, is_closed = hasattr(one, "settlement"), hasattr(one, "closure")
    if is_sealed := one.space.is_sealed:
        topics = []
    return Conversation(
        id=one.pk,
        community=viewpoint.community.slug,
        space=one.space.slug,
        kind=one.kind,
        kind_said=one.kind_words,
        title=read_there() if is_sealed else one.title,
        author=byline(byline_outward(one, viewpoint, said_in=one.space.confidence)),
        is_automatic=one.is_automatic,
        opened_at=one.opened_at,
        last_post_at=one.last_post_at,
        first_reply_at=one.first_reply_at,
        replies=max(0, one.post_count - 1),
        me_too=one.me_too_count,
        is_waiting=one.is_waiting and not is_settled and not is_closed,
        is_settled=is_settled,
        is_closed=is_closed,
        topics=topics if topics is not None else _filed_under(one),
        url=conversation_url(viewpoint, one.pk),
    )


def post(
    one: Any,
    viewpoint: Viewpoint,
    *,
    came: Sequence[models.Attachment] | None = None,
    again: Sequence[models.PostTranslation] | None = None,
) -> Post:
    """A post, joined to its author, its files and translations given or prefetched, with the number that it `answers`
    and the post that its conversation was `settled_by`.
    """
    url = f"{conversation_url(viewpoint, one.conversation_id)}?from={one.number}"
    if is_sealed := one.said_in == Confidence.SEALED:
        came, again = (), ()
    return Post(
        id=one.pk,
        number=one.number,
        author=byline(byline_outward(one, viewpoint, said_in=one.said_in)),
        reply_to=one.answers,
        written_at=one.written_at,
        edited_at=one.edited_at,
        html=linebreaks(read_there(), autoescape=True) if is_sealed else one.html,
        files=[_file(file) for file in (one.attachments.all() if came is None else came)],
        translations=[
            _again(said, one.revision, url, one.number, viewpoint, said_in=one.said_in)
            for said in (one.translations.all() if again is None else again)
        ],
        thanks=one.thanks_count,
        thanks_elsewhere=one.thanks_elsewhere,
        is_automatic=one.is_automatic,
        is_half_baked=one.is_half_baked,
        settles=one.pk == one.settled_by,
        url=f"{url}#p{one.number}",
    )


def read_there() -> str:
    """What stands in place of sealed words, of which no program has a copy."""
    return _("It is sealed: read it where it was said.")


def _again(
    one: models.PostTranslation, revision: int, url: str, number: int, viewpoint: Viewpoint, *, said_in: str
) -> PostTranslation:
    return PostTranslation(
        language=one.language,
        out_of=one.out_of,
        title=one.title,
        html=one.html,
        by=byline(viewpoint.byline_for(one.by) if said_in == Confidence.ORDINARY else nobody_named()),
        at=one.at,
        of_revision=one.number,
        is_behind=one.number < revision,
        drafted_by=one.drafted_by,
        is_unread_draft=one.is_unread_draft,
        url=f"{url}&in={one.language}#p{number}",
    )


def _file(one: models.Attachment) -> File:
    return File(
        name=one.name,
        description=one.description,
        content_type=one.file.content_type,
        size=one.file.size,
        url=whole(address_of(one.file_id, one.name)),
    )


def _conversations(viewpoint: Viewpoint) -> QuerySet[models.Conversation]:
    return conversations_for(viewpoint, Wanted()).prefetch_related("topics")


def posts(viewpoint: Viewpoint) -> QuerySet[models.Post]:
    """Posts of the community as they are told."""
    came = models.Attachment.objects.select_related("file").order_by("position", "pk")
    again = models.PostTranslation.objects.newest().not_kept_back_from(viewpoint.person).select_related("by")
    return posts_alone(viewpoint.person, viewpoint.community).prefetch_related(
        Prefetch("attachments", came), Prefetch("translations", again.order_by("language"))
    )


def posts_alone(person: Person | None, community: Community) -> QuerySet[models.Post]:
    """The same without their files, and without how they are said in other languages."""
    return (
        models.Post.objects.visible_to(person)
        .filter(conversation__community=community)
        .select_related("author")
        .defer("source")
        .annotate(
            answers=number_answered(),
            settled_by=F("conversation__settlement__post"),
            said_in=F("conversation__space__confidence"),
        )
    )


def _topics(viewpoint: Viewpoint) -> QuerySet[words.Topic]:
    return topics_seen(viewpoint.person).filter(community=viewpoint.community)


def _topic(one: words.Topic, viewpoint: Viewpoint) -> TopicPage:
    slug = viewpoint.community.slug
    return TopicPage(slug=one.slug, name=one.name, community=slug, url=whole(address("topic", slug, one.slug)))


TOPIC = Shape(
    "topic",
    "topics",
    "Topics under which something is filed that you may read",
    TopicPage,
    _topics,
    ("name", "id"),
    _topic,
    order=12,
)
CONVERSATION = Shape(
    "conversation",
    "conversations",
    "Conversations, the latest first",
    Conversation,
    _conversations,
    Wanted().by,
    conversation,
    order=10,
    news=news.CONVERSATIONS,
)
POST = Shape("post", "posts", "What was said, in order", Post, posts, ("id",), post, order=11)
