"""What pages of lower rooms say of conversations: the open window, what someone wrote, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise

from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.conversations.models import Conversation, Outcome, Post
from commonplace.conversations.models.post import PostQuerySet
from commonplace.people.models import Person

IN_THE_WINDOW = 4
CAME_OF_IT = 4
WROTE = 5


@dataclass(frozen=True)
class Seen:
    """A conversation as another room's page names it."""

    title: str
    url: str
    kind: str | Promise
    at: datetime


@dataclass(frozen=True)
class Came:
    """What someone says happened when they used an answer."""

    text: str
    how: str
    at: datetime
    byline: Byline
    about: Seen


def open_window(viewpoint: Viewpoint) -> Sequence[Seen]:
    """Conversations that anyone may read, the latest first, where strangers may come in."""
    if not viewpoint.community.is_public:
        return ()
    found = Conversation.objects.visible_to(viewpoint.person).filter(
        community=viewpoint.community, space__visibility=SpaceVisibility.PUBLIC
    )
    latest = found.only("title", "kind", "last_post_at").order_by("-last_post_at", "-id")[:IN_THE_WINDOW]
    return [_seen(one, one.last_post_at, viewpoint) for one in latest]


def came_of(person: Person, viewpoint: Viewpoint) -> Sequence[Came]:
    """What came of someone's answers here, in the words of those who used them."""
    told = (
        Outcome.objects.filter(post__in=_theirs(person, viewpoint))
        .exclude(person=person)
        .select_related("person", "conversation")
        .order_by("-at", "-pk")[:CAME_OF_IT]
    )
    return [
        Came(
            one.text,
            one.get_how_display(),
            one.at,
            viewpoint.byline_for(one.person),
            _seen(one.conversation, one.at, viewpoint),
        )
        for one in told
    ]


def wrote_lately(person: Person, viewpoint: Viewpoint) -> Sequence[Seen]:
    """Where someone wrote here, the latest first, each conversation once."""
    theirs = _theirs(person, viewpoint).select_related("conversation").defer("source", "html")
    lately = theirs.order_by("-written_at", "-pk")[: WROTE * 4]
    wrote: dict[int, Seen] = {}
    for post in lately:
        wrote.setdefault(post.conversation_id, _seen(post.conversation, post.written_at, viewpoint, post.number))
    return list(wrote.values())[:WROTE]


def _theirs(person: Person, viewpoint: Viewpoint) -> PostQuerySet:
    return Post.objects.visible_to(viewpoint.person).filter(author=person, conversation__community=viewpoint.community)


def _seen(conversation: Conversation, at: datetime, viewpoint: Viewpoint, number: int | None = None) -> Seen:
    page = reverse("conversation", args=[viewpoint.community.slug, conversation.pk])
    if number is not None and number > 1:
        page = f"{page}?from={number}#p{number}"
    return Seen(conversation.title, page, conversation.kind_words, at)
