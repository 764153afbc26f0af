"""What pages of lower rooms say of conversations: the open window, what someone wrote, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from commonplace.communities.models import Community, Space
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.conversations.models import Conversation, Outcome, Post
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


def open_window(request: HttpRequest, *, viewpoint: Viewpoint) -> Mapping[str, Any] | None:
    """Conversations that anyone may read, the latest first, where strangers may come in."""
    if viewpoint.community.visibility != Community.Visibility.PUBLIC:
        return None
    found = Conversation.objects.visible_to(viewpoint.person).filter(
        community=viewpoint.community, space__visibility=Space.Visibility.PUBLIC
    )
    latest = found.only("title", "kind", "last_post_at").order_by("-last_post_at", "-id")[:IN_THE_WINDOW]
    seen = [_seen(one, one.last_post_at, viewpoint) for one in latest]
    return {"seen": seen} if seen else None


def of_person(request: HttpRequest, *, person: Person, viewpoint: Viewpoint) -> Mapping[str, Any] | None:
    """What came of someone's answers here, in the words of those who used them, and where they wrote lately."""
    theirs = Post.objects.visible_to(viewpoint.person).filter(
        author=person, conversation__community=viewpoint.community
    )
    told = (
        Outcome.objects.filter(post__in=theirs).exclude(person=person).select_related("person", "conversation")
    ).order_by("-at", "-pk")[:CAME_OF_IT]
    came = [
        Came(
            one.text,
            one.get_how_display(),
            one.at,
            viewpoint.byline_for(one.person),
            _seen(one.conversation, one.at, viewpoint),
        )
        for one in told
    ]
    lately = theirs.select_related("conversation").defer("source", "html").order_by("-written_at", "-pk")[: WROTE * 4]
    wrote: dict[int, Seen] = {}
    for post in lately:
        wrote.setdefault(post.conversation_id, _seen(post.conversation, post.written_at, viewpoint, post.number))
    return {"came": came, "wrote": list(wrote.values())[:WROTE]} if came or wrote else None


def _seen(conversation: Conversation, at: datetime, viewpoint: Viewpoint, number: int | None = None) -> Seen:
    page = reverse("conversation", args=[viewpoint.community.slug, conversation.pk])
    if number is not None and number > 1:
        page = f"{page}?from={number}#p{number}"
    return Seen(conversation.title, page, conversation.manner.opening, at)
