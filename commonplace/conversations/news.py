"""Conversations and posts as feeds tell them, the latest first."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from commonplace.communities.shapes import Entry, News
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.bylines import byline_of
from commonplace.conversations.models import Conversation, Post
from commonplace.conversations.queries.lists import LATEST
from commonplace.lib.direction import isolated
from commonplace.people.models import Person
from commonplace.store.prepared import prepared
from commonplace.ui.addresses import address

BY_NUMBER = ("-number", "-id")


def of_conversations(rows: Sequence[Conversation], viewpoint: Viewpoint) -> Sequence[Entry]:
    """Each by the words that open it, as far as the viewer may read them; one query for all."""
    if not rows:
        return ()
    found = _openings(person=viewpoint.person, conversations=[one.pk for one in rows])
    openings = {one.conversation_id: one for one in found}
    return [_conversation(one, openings.get(one.pk), viewpoint) for one in rows]


def _conversation(one: Conversation, opening: Post | None, viewpoint: Viewpoint) -> Entry:
    changed = opening.edited_at if opening is not None else None
    return Entry(
        "conversation",
        one.pk,
        title=one.title,
        address=address("conversation", viewpoint.community.slug, one.pk),
        byline=byline_of(one, viewpoint),
        published=one.opened_at,
        updated=max(one.last_post_at, changed or one.last_post_at),
        html=_words(opening) if opening is not None else "",
        topics=[topic.name for topic in one.topics.all()],
        space=one.space,
    )


@prepared
def _openings(*, person: Person | None, conversations: list[int]) -> QuerySet[Post]:
    opening = Post.objects.visible_to(person).filter(conversation__in=conversations, number=1)
    return opening.only("conversation", "html", "edited_at", "is_half_baked")


def _words(post: Post) -> str:
    """What a post says; where it is not to be quoted, that it is read on its page."""
    if not post.is_half_baked:
        return post.html
    return linebreaks(_("It is half-baked and not to be quoted: read it where it was said."), autoescape=True)


def of_posts(rows: Sequence[Post], viewpoint: Viewpoint) -> Sequence[Entry]:
    """What was said, by whom; rows are joined to their author, conversation and space."""
    return [_post(one, viewpoint) for one in rows]


def _post(one: Post, viewpoint: Viewpoint) -> Entry:
    talk, byline = one.conversation, byline_of(one, viewpoint)
    words = {"name": isolated(byline.name), "title": isolated(talk.title)}
    here = address("conversation", viewpoint.community.slug, talk.pk)
    return Entry(
        "post",
        one.pk,
        title=talk.title if one.number == 1 else _("%(name)s on “%(title)s”") % words,
        address=here if one.number == 1 else f"{here}?from={one.number}#p{one.number}",
        byline=byline,
        published=one.written_at,
        updated=one.edited_at or one.written_at,
        html=_words(one),
        space=talk.space,
    )


CONVERSATIONS = News(LATEST, of_conversations, page="conversations")
POSTS = News(BY_NUMBER, of_posts, page="conversations", space="conversation__space")
