"""Rows put into the shapes of the API, seen from one viewpoint; nothing here makes a query."""

from __future__ import annotations

from django.conf import settings

from commonplace.api import shapes
from commonplace.communities.models import Community, Membership, Space
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.conversations.models import Conversation, Post
from commonplace.ui.addresses import address


def whole(address: str) -> str:
    """An address of this house as others must type it."""
    return f"{settings.BASE_URL}{address}"


def byline(shown: Byline) -> shapes.Byline:
    """A byline; a name that is withheld stays withheld here."""
    if shown.is_withheld:
        return shapes.Byline(name=None, withheld=shown.name)
    return shapes.Byline(
        name=shown.name, person=shown.person_id, about=shown.about, url=whole(shown.url) if shown.url else None
    )


def community(one: Community, membership: Membership | None) -> shapes.Community:
    """A community as its about page tells it."""
    return shapes.Community(
        slug=one.slug, name=one.name, domain=one.domain, community=one.community, practice=one.practice,
        visibility=one.visibility, joining=one.joining, stage=one.stage, language=one.language,
        founded_at=one.founded_at, people=one.people_count, remembered=one.remembered_count,
        standing=membership.standing if membership else None,
        url=whole(address("about", one.slug)),
    )  # fmt: skip


def space(one: Space) -> shapes.Space:
    """A space and how far it reaches."""
    return shapes.Space(
        slug=one.slug, name=one.name, purpose=one.purpose, visibility=one.visibility, confidence=one.confidence
    )


def conversation(one: Conversation, viewpoint: Viewpoint) -> shapes.Conversation:
    """A conversation, joined to its author, space, closure and settlement, its topics prefetched."""
    is_settled, is_closed = hasattr(one, "settlement"), hasattr(one, "closure")
    return shapes.Conversation(
        id=one.pk, community=viewpoint.community.slug, space=one.space.slug, kind=one.kind, title=one.title,
        author=byline(viewpoint.byline_for(one.author)), opened_at=one.opened_at, last_post_at=one.last_post_at,
        first_reply_at=one.first_reply_at, replies=max(0, one.post_count - 1), me_too=one.me_too_count,
        is_waiting=one.is_waiting and not is_settled and not is_closed, is_settled=is_settled, is_closed=is_closed,
        topics=[shapes.Topic(slug=topic.slug, name=topic.name) for topic in one.topics.all()],
        url=conversation_url(viewpoint, one.pk),
    )  # fmt: skip


def conversation_url(viewpoint: Viewpoint, pk: int) -> str:
    """Where a conversation is read."""
    return whole(address("conversation", viewpoint.community.slug, pk))


def post(one: Post, viewpoint: Viewpoint, *, settled_by: int | None) -> shapes.Post:
    """A post, joined to its author, its `answers` annotated; `settled_by` is the post that settled the conversation."""
    return shapes.Post(
        id=one.pk, number=one.number, author=byline(viewpoint.byline_for(one.author)),
        reply_to=getattr(one, "answers", None), written_at=one.written_at, edited_at=one.edited_at, html=one.html,
        thanks=one.thanks_count, settles=one.pk == settled_by,
        url=f"{conversation_url(viewpoint, one.conversation_id)}?from={one.number}#p{one.number}",
    )  # fmt: skip


def member(one: Membership, viewpoint: Viewpoint) -> shapes.Member:
    """A standing, joined to its person."""
    return shapes.Member(
        person=byline(viewpoint.byline_for(one.person)), standing=one.standing, joined_on=one.joined_at.date(),
        cares_about=one.cares_about, ask_about=one.person.ask_about, learning_about=one.person.learning_about,
        languages=one.person.languages,
    )  # fmt: skip
