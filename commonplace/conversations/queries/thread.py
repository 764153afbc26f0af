"""A conversation on a page: which posts, and what was said of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, StringAgg, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Concat

from commonplace.communities import content
from commonplace.communities.models import Hold
from commonplace.communities.moderation.queries import holds_on
from commonplace.communities.viewpoint import Viewpoint, beyond_byline
from commonplace.conversations.models import (
    Amplification,
    Attachment,
    Consent,
    Conversation,
    Draft,
    MeToo,
    Outcome,
    Post,
    PostTranslation,
    Split,
    Thanks,
)
from commonplace.conversations.models.conversation import ConversationQuerySet
from commonplace.conversations.models.draft import reply_place
from commonplace.conversations.models.post import PostQuerySet, number_answered
from commonplace.conversations.queries.span import SIZE, Span, span_of, whole
from commonplace.conversations.queries.translations import said_again
from commonplace.people.models import Person
from commonplace.store.prepared import Rows, prepared
from commonplace.ui.addresses import address
from commonplace.ui.spine import Link

BETWEEN, WITHIN = "\n", "\t"


@dataclass(frozen=True)
class Parts:
    """What was taken out of a conversation, what it came out of, and the numbers (first, last) that stand elsewhere."""

    onward: Sequence[Link] = ()
    out_of: Sequence[Link] = ()
    gone: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True)
class Thread:
    """Part of a conversation as one person reads it."""

    conversation: Conversation
    posts: Rows[Post]
    numbers: Sequence[int]
    span: Span
    attachments: Mapping[int, list[Attachment]]
    outcomes: Mapping[int, list[Outcome]]
    amplifications: list[Amplification]
    joined: Mapping[int, str]
    holds: Mapping[int, Hold]
    parts: Parts
    again: Mapping[int, list[PostTranslation]]

    @property
    def is_to_the_end(self) -> bool:
        """Whether no post follows on another page."""
        return self.span.later is None


def page_of(viewpoint: Viewpoint, pk: int, *, draft: int | None = None) -> Conversation | None:
    """The conversation `pk`, if the viewer may read it, with all that its page says around the posts, in one query.

    Of several replies that the viewer has begun it brings the `draft` named, or the one touched last.
    """
    community, person = viewpoint.community, viewpoint.person
    found: Iterable[Conversation]
    if pk > content.LARGEST:
        found = ()
    elif person is None:
        found = _guests_page(pk=pk, community_id=community.pk)
    else:
        found = _members_page(pk=pk, community_id=community.pk, person=person, place=reply_place(pk), draft=draft or 0)
    for conversation in found:
        conversation.community = community
        conversation.space.community = community
        if getattr(conversation, "is_apart", False):
            _find_parts(conversation, viewpoint)
        return conversation
    return None


def _find_parts(conversation: Conversation, viewpoint: Viewpoint) -> None:
    """Say what was taken out of it, and have the last of its numbers be one that stands here; one query."""
    here, slug = conversation.pk, viewpoint.community.slug
    readable = Conversation.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    titles = readable.filter(pk=OuterRef("other")).values("title")
    other = Case(When(conversation=here, then=F("into")), default=F("conversation"))
    rows = list(
        Split.objects.filter(Q(conversation=here) | Q(into=here))
        .annotate(other=other, title=Subquery(titles))
        .order_by("first")
    )
    onward = [
        Link(one.title, f"{address('conversation', slug, one.into_id)}{_to(one.first + one.offset)}")
        for one in rows
        if one.conversation_id == here and one.title is not None
    ]
    out_of = [
        Link(one.title, address("conversation", slug, one.conversation_id))
        for one in rows
        if one.into_id == here and one.title is not None
    ]
    gone = [(one.first, one.last) for one in rows if one.conversation_id == here]
    conversation.parts = Parts(onward, out_of, gone)  # type: ignore[attr-defined]
    conversation.last_number = getattr(conversation, "stands_to", None) or 1


def _to(number: int) -> str:
    return f"?from={number}#p{number}" if number > 1 else ""


def _page(pk: int, community_id: int, person: Person | None) -> ConversationQuerySet:
    here = Q(conversation=OuterRef("pk"))
    topics = Conversation.topics.through.objects.filter(here).order_by().values("conversation")
    merged = Conversation.objects.filter(merged_into=OuterRef("pk")).order_by().values("merged_into")
    joined = StringAgg(Concat(Cast("merged_offset", TextField()), Value(WITHIN), "title"), Value(BETWEEN))
    lines = StringAgg(Concat("topic__slug", Value(WITHIN), "topic__name"), Value(BETWEEN))
    return (
        Conversation.objects.visible_to(person)
        .filter(community=community_id, pk=pk)
        .select_related("author", "space", "closure__by", "settlement__by", "settlement__post__author")
        .defer("settlement__post__source", "settlement__post__html")
        .defer(*beyond_byline("author", "closure__by", "settlement__by", "settlement__post__author"))
        .annotate(
            topic_lines=Subquery(topics.annotate(lines=lines).values("lines")),  # type: ignore[misc]
            has_outcomes=Exists(Outcome.objects.filter(here)),
            has_amplifications=Exists(Amplification.objects.filter(here)),
            stands_to=Subquery(Post.objects.filter(here).order_by("-number").values("number")[:1]),
            is_apart=Exists(Split.objects.filter(Q(conversation=OuterRef("pk")) | Q(into=OuterRef("pk")))),
            joined_lines=Subquery(merged.annotate(lines=joined).values("lines")),
        )
    )


@prepared
def _guests_page(*, pk: int, community_id: int) -> ConversationQuerySet:
    return _page(pk, community_id, None)


@prepared
def _members_page(*, pk: int, community_id: int, person: Person, place: str, draft: int) -> ConversationQuerySet:
    here = Q(conversation=OuterRef("pk"))
    held = Hold.objects.in_force().filter(kind="conversation", object_id=OuterRef("pk"))
    asked = Consent.objects.filter(
        person=person,
        given_at__isnull=True,
        move__conversation=OuterRef("pk"),
        move__agreed_at__isnull=True,
        move__refused_at__isnull=True,
    )
    drafts = (
        Draft.objects.filter(person=person, community=community_id, place=place)
        .annotate(is_named=Case(When(pk=draft, then=Value(1)), default=Value(0)))
        .order_by("-is_named", "-changed_at", "-pk")
    )
    return _page(pk, community_id, person).annotate(
        said_me_too=Exists(MeToo.objects.filter(here, person=person)),
        is_held=Exists(held),
        is_asked=Exists(asked),
        draft_words=Subquery(drafts.values("words")[:1]),
        draft_form=Subquery(drafts.values("form")[:1]),
        draft_changed_at=Subquery(drafts.values("changed_at")[:1]),
    )


def topics_from(conversation: Conversation, slug: str) -> list[Link]:
    """The topics that `page_of` brought along, as links."""
    pairs = sorted((name, topic) for topic, name in _pairs(getattr(conversation, "topic_lines", None)))
    return [Link(name, address("topic", slug, topic)) for name, topic in pairs]


def slugs_from(conversation: Conversation) -> list[str]:
    """The slugs of the topics that `page_of` brought along."""
    return [slug for slug, _name in _pairs(getattr(conversation, "topic_lines", None))]


def _pairs(lines: str | None) -> list[tuple[str, str]]:
    parted = (line.partition(WITHIN) for line in (lines or "").split(BETWEEN))
    return [(first, second) for first, _, second in parted if first]


def thread(conversation: Conversation, *, viewpoint: Viewpoint, start: int = 1) -> Thread:
    """The part of a conversation (found by `page_of`) that shows the post numbered `start`.

    One query, and one more for each of: which of many it shows (see `span`), files, what is said again in another
    language, what happened then, who thought it worth attention, why posts are held.
    """
    span = span_of(conversation, viewpoint.person, start)
    start = span.start
    posts = _posts(conversation, viewpoint, start)
    numbers = [number for (number,) in posts.columns("number")]
    return Thread(
        conversation=conversation,
        posts=posts,
        numbers=numbers,
        span=span if span.total else whole(numbers),
        attachments=_attachments([pk for pk, has_files in posts.columns("id", "has_files") if has_files]),
        outcomes=_outcomes(conversation, numbers),
        amplifications=_amplifications(conversation) if start == 1 else [],
        joined=_joined(conversation),
        parts=getattr(conversation, "parts", Parts()),
        holds=_holds(posts) if viewpoint.person is not None else {},
        again=said_again(
            [pk for pk, is_said_again in posts.columns("id", "is_said_again") if is_said_again], viewpoint.person
        ),
    )


def _posts(conversation: Conversation, viewpoint: Viewpoint, start: int) -> Rows[Post]:
    if viewpoint.person is None:
        return _guests_posts.rows(conversation_id=conversation.pk, start=start)
    return _members_posts.rows(conversation_id=conversation.pk, start=start, person=viewpoint.person)


def _holds(posts: Rows[Post]) -> dict[int, Hold]:
    return holds_on("post", [pk for pk, is_held in posts.columns("id", "is_held") if is_held])


def _part(conversation_id: int, start: int, person: Person | None) -> PostQuerySet:
    return (
        Post.objects.in_thread(Conversation(pk=conversation_id), person)
        .filter(number__gte=start)
        .select_related("author", "withdrawal", "edited_by")
        .defer("source", *beyond_byline("author", "edited_by"))
        .annotate(
            answers=number_answered(),
            has_files=Exists(Attachment.objects.filter(post=OuterRef("pk"))),
            is_said_again=Exists(PostTranslation.objects.filter(post=OuterRef("pk"))),
        )
    )


@prepared
def _guests_posts(*, conversation_id: int, start: int) -> PostQuerySet:
    return _part(conversation_id, start, None)[:SIZE]


@prepared
def _members_posts(*, conversation_id: int, start: int, person: Person) -> PostQuerySet:
    return _part(conversation_id, start, person).annotate(
        is_thanked=Exists(Thanks.objects.filter(post=OuterRef("pk"), person=person)),
        is_held=Exists(Hold.objects.in_force().filter(kind="post", object_id=OuterRef("pk"))),
    )[:SIZE]


def _attachments(post_ids: list[int]) -> dict[int, list[Attachment]]:
    found: dict[int, list[Attachment]] = {}
    if post_ids:
        rows = Attachment.objects.filter(post__in=post_ids).select_related("file").order_by("post", "position")
        for one in rows:
            found.setdefault(one.post_id, []).append(one)
    return found


def _outcomes(conversation: Conversation, numbers: Sequence[int]) -> dict[int, list[Outcome]]:
    found: dict[int, list[Outcome]] = {}
    if numbers and getattr(conversation, "has_outcomes", False):
        for one in _outcomes_from(conversation_id=conversation.pk, start=numbers[0], end=numbers[-1] + 1):
            found.setdefault(one.post_id, []).append(one)
    return found


@prepared
def _outcomes_from(*, conversation_id: int, start: int, end: int) -> QuerySet[Outcome]:
    told = Outcome.objects.filter(conversation=conversation_id, post__number__gte=start, post__number__lt=end)
    return told.filter(post__withdrawal__isnull=True).select_related("person").order_by("at", "pk")


def _amplifications(conversation: Conversation) -> list[Amplification]:
    if not getattr(conversation, "has_amplifications", False):
        return []
    said = Amplification.objects.filter(conversation=conversation)
    return list(said.select_related("by").order_by("at", "pk")[:3])


def _joined(conversation: Conversation) -> dict[int, str]:
    """Titles of the conversations that were joined to this one, by the number at which each begins."""
    begins = {int(offset) + 1: title for offset, title in _pairs(getattr(conversation, "joined_lines", None))}
    # What begins where the whole begins was taken out again, and has the title of the whole.
    return {number: title for number, title in begins.items() if number > 1}
