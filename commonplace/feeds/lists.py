"""What a feed holds: whose list it is, and its entries as its reader may read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.models import Community, Space, Topic
from commonplace.communities.modules import is_put_away
from commonplace.communities.shapes import SHAPES, Entry, News, whole
from commonplace.communities.topics.queries import topic_named
from commonplace.communities.viewpoint import Byline, Viewpoint, look
from commonplace.conversations import news
from commonplace.conversations import shapes as told
from commonplace.conversations.models import Conversation
from commonplace.conversations.queries.lists import Wanted, conversations_for, under
from commonplace.conversations.queries.topics import topics_seen
from commonplace.feeds.actions import digest_of
from commonplace.feeds.models import Opens, SecretAddress
from commonplace.lib.direction import isolated
from commonplace.store import paging
from commonplace.ui.addresses import address

SIZE = 30
COMMUNITIES_BY = ("-founded_at", "-id")
# What a house without communities says of itself: a moment that stays, for it is a part of its name.
HOUSE_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Reader:
    """Who reads a feed, and how far: strangers what anyone may, the bearer of a secret address what it opens."""

    viewpoint: Viewpoint
    is_secret: bool = False
    only: Space | None = None

    def narrowed(self, rows: QuerySet[Any], space: str) -> QuerySet[Any]:
        """The rows within reach; an address of a whole community opens no group, whose few have one of its own."""
        if self.only is not None:
            return rows.filter(**{space: self.only}) if space else rows.none()
        return rows.exclude(**{f"{space}__visibility": SpaceVisibility.GROUP}) if space and self.is_secret else rows


@dataclass(frozen=True)
class Feed:
    """A feed ready to be written: `code` names it for good, `page` is where people read the same."""

    code: str
    title: str
    page: str
    language: str
    began: datetime
    entries: Sequence[Entry]
    about: str = ""
    older: str | None = None

    @property
    def updated(self) -> datetime:
        """When anything in it changed last, and when it began where there is nothing."""
        return max((one.updated for one in self.entries), default=self.began)


def anyone(slug: str) -> Reader:
    """A stranger in a community whose rooms anyone may enter; raises Http404."""
    return Reader(look(None, slug))


def bearer(secret: str) -> Reader:
    """Whoever reads by a secret address, as its person may read today; raises Http404."""
    found = SecretAddress.objects.filter(digest=digest_of(secret), opens=Opens.LISTS, person__is_active=True)
    for one in found.select_related("person", "community", "space"):
        assert one.community is not None  # a list is of one community: `an_address_is_of_somewhere`
        viewpoint = look(one.person, one.community.slug)
        if viewpoint.is_member:
            return Reader(viewpoint, is_secret=True, only=one.space)
    raise Http404


def listed(reader: Reader, name: str, *, after: str = "") -> Feed:
    """What is new of one kind in a community; raises Http404 where no room brings news of it."""
    shape = next((one for one in SHAPES if one.name == name), None)
    if shape is None or shape.news is None:
        raise Http404(name)
    community, only = reader.viewpoint.community, reader.only
    rows = reader.narrowed(shape.rows(reader.viewpoint), shape.news.space)
    title = community.name if only is None else _in_space(community, only)
    page = address(shape.news.page, community.slug) + (f"?space={only.slug}" if only else "")
    if is_put_away(community, page):
        raise Http404(name)
    return _feed(reader, rows, shape.news, after, code=f"{name}/{community.pk}", title=title, page=page)


def of_space(reader: Reader, slug: str, *, after: str = "") -> Feed:
    """What is talked about in one space."""
    viewpoint, community = reader.viewpoint, reader.viewpoint.community
    space = Space.objects.visible_to(viewpoint.person).filter(community=community, slug=slug).first()
    if space is None or reader.only not in (None, space):
        raise Http404(slug)
    page = f"{address('conversations', community.slug)}?space={space.slug}"
    return _conversations(
        reader,
        Wanted(space=space),
        after,
        code=f"space/{space.pk}",
        title=_in_space(community, space),
        page=page,
        about=space.purpose,
    )


def of_topic(reader: Reader, slug: str, *, after: str = "") -> Feed:
    """What is filed under one word, which is nobody's who may read nothing of it."""
    community = reader.viewpoint.community
    topic = _topic(reader, slug)
    title = _("%(topic)s in %(community)s") % {"topic": isolated(topic.name), "community": isolated(community.name)}
    page = address("topic", community.slug, topic.slug)
    return _conversations(reader, under(topic), after, code=f"topic/{topic.pk}", title=title, page=page)


def of_conversation(reader: Reader, pk: int, *, after: str = "") -> Feed:
    """What is said in one conversation, the latest first."""
    viewpoint = reader.viewpoint
    seen = conversations_for(viewpoint, Wanted()).filter(pk=pk)
    found: Conversation | None = reader.narrowed(seen, "space").first()
    if found is None:
        raise Http404(pk)
    rows = told.posts(viewpoint).filter(conversation=pk).select_related("author", "conversation__space")
    page = address("conversation", viewpoint.community.slug, pk)
    # The name of a conversation is of its words.
    title = found.title if found.space.sends_words else _in_space(viewpoint.community, found.space)
    return _feed(reader, rows, news.POSTS, after, code=f"conversation/{pk}", title=title, page=page, at=found.opened_at)


def of_house(*, language: str, after: str = "") -> Feed:
    """The communities of the house that anyone may know of, the newest first."""
    page = _page(Community.objects.visible_to(None), COMMUNITIES_BY, after)
    entries = [
        Entry(
            "community",
            one.pk,
            title=one.name,
            address=address("about", one.slug),
            byline=Byline(name=one.name),
            published=one.founded_at,
            updated=max(one.founded_at, one.changed_at),
            html=linebreaks("\n\n".join(filter(None, (one.opening, one.domain))), autoescape=True),
        )
        for one in page.items
    ]
    return Feed("house", settings.HOUSE_NAME, whole("/"), language, HOUSE_BEGAN, entries, older=page.older)


def _topic(reader: Reader, slug: str) -> Topic:
    viewpoint = reader.viewpoint
    known = topic_named(viewpoint.community, slug)
    words = topics_seen(viewpoint.person).filter(pk=known.pk) if known is not None else ()
    for topic in words:
        if not reader.is_secret or reader.narrowed(conversations_for(viewpoint, Wanted(topic=topic)), "space").exists():
            return topic
    raise Http404(slug)


def _conversations(reader: Reader, wanted: Wanted, after: str, **said: Any) -> Feed:
    rows = conversations_for(reader.viewpoint, wanted).prefetch_related("topics")
    return _feed(reader, reader.narrowed(rows, "space"), news.CONVERSATIONS, after, **said)


def _feed(
    reader: Reader,
    rows: QuerySet[Any],
    tells: News,
    after: str,
    *,
    code: str,
    title: str,
    page: str,
    about: str = "",
    at: datetime | None = None,
) -> Feed:
    community = reader.viewpoint.community
    found = _page(rows, tells.by, after)
    return Feed(
        code,
        title,
        whole(page),
        community.language,
        at or community.founded_at,
        [_as_sent(one, community) for one in tells.entries(found.items, reader.viewpoint)],
        about or community.domain,
        found.older,
    )


def _page(rows: QuerySet[Any], by: Sequence[str], after: str) -> paging.Page[Any]:
    try:
        return paging.page(rows, by=by, after=after or None, size=SIZE, strict=True)
    except paging.NoToken:
        raise Http404(after) from None


def _as_sent(one: Entry, community: Community) -> Entry:
    """The entry, or only that there is one, where the space that it stands in sends no words out."""
    if one.space is None or one.space.sends_words:
        return one
    where = _("Something new in %(space)s") % {"space": isolated(one.space.name)}
    return replace(one, title=where, html="", topics=(), byline=Byline(name=community.name))


def _in_space(community: Community, space: Space) -> str:
    return _("%(space)s in %(community)s") % {"space": isolated(space.name), "community": isolated(community.name)}
