"""Feeds as other programs read them: Atom (RFC 4287, paged as RFC 5005 says) and JSON Feed 1.1."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.templatetags.static import static
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.xmlutils import SimplerXMLGenerator

from commonplace.communities.shapes import Entry, whole
from commonplace.feeds.lists import Feed
from commonplace.lib.text import excerpt, plain

# What XML 1.0 cannot say at all, however it is escaped.
_UNSAYABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Tags of HTML made here, and in each the addresses that begin at the root of this house.
_TAG = re.compile(r'<[a-z](?:[^<>"]|"[^"]*")*+>', re.IGNORECASE)
_OWN = re.compile(r'(?<= )(href|src|poster)="(?=/(?!/))')
SUMMARY = 300  # characters


@dataclass(frozen=True)
class Where:
    """The addresses of a feed: its own, the page that follows it, and its first one."""

    own: str
    older: str
    first: str


def as_atom(feed: Feed, where: Where) -> str:
    """The feed as Atom."""
    atom = _Atom(
        title=_said(feed.title),
        link=feed.page,
        description=None,
        subtitle=_said(feed.about) or None,
        language=feed.language,
        feed_url=where.own,
        feed_guid=tag_of(feed.code, feed.began),
        author_name=_said(settings.HOUSE_NAME),
        where=where,
        updated=feed.updated,
    )
    for one in feed.entries:
        atom.add_item(
            title=_said(one.title),
            link=whole(one.address),
            description=cast("str", None),  # or it writes an empty summary
            unique_id=tag_of(f"{one.kind}/{one.pk}", one.published),
            author_name=_said(one.byline.name),
            author_link=whole(one.byline.url) if one.byline.url else None,
            pubdate=one.published,
            updateddate=one.updated,
            categories=[_said(name) for name in one.topics],
            html=_said(with_whole_addresses(one.html)),
        )
    return atom.writeString("utf-8")


class _Atom(Atom1Feed):
    """Django's, with whole HTML in place of a summary, with pages, and with its own moment where it is empty."""

    def latest_post_date(self) -> datetime:
        updated: datetime = self.feed["updated"]
        return updated

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        where: Where = self.feed["where"]
        links = {"first": where.first, "next": where.older}
        for rel, href in links.items():
            if (where.older or where.own != where.first) and href:
                handler.addQuickElement("link", "", {"rel": rel, "href": href})
        handler.addQuickElement("icon", whole(static("ui/mark.svg")))

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["html"]:
            handler.addQuickElement("content", item["html"], {"type": "html"})


def as_json(feed: Feed, where: Where) -> str:
    """The feed as JSON Feed."""
    told: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _said(feed.title),
        "home_page_url": feed.page,
        "feed_url": where.own,
        "description": _said(feed.about),
        "next_url": where.older,
        "icon": whole(static("ui/icons/512.png")),
        "favicon": whole(static("ui/icons/192.png")),
        "language": feed.language,
        "items": [_item(one) for one in feed.entries],
    }
    return json.dumps({name: said for name, said in told.items() if said or name == "items"}, ensure_ascii=False)


def _item(one: Entry) -> dict[str, Any]:
    html = _said(with_whole_addresses(one.html))
    author = {"name": _said(one.byline.name), "url": whole(one.byline.url) if one.byline.url else ""}
    told: dict[str, Any] = {
        "id": tag_of(f"{one.kind}/{one.pk}", one.published),
        "url": whole(one.address),
        "title": _said(one.title),
        # One of both must be there.
        "content_html": html,
        "content_text": "" if html else _said(one.title),
        "summary": excerpt(plain(html), SUMMARY),
        "date_published": rfc3339_date(one.published),
        "date_modified": rfc3339_date(one.updated),
        "authors": [{name: said for name, said in author.items() if said}],
        "tags": [_said(name) for name in one.topics],
    }
    return {name: said for name, said in told.items() if said}


@dataclass(frozen=True)
class Form:
    """A form of feeds: the end of its addresses, what it calls itself, and how it is written."""

    code: str
    content_type: str
    written: Callable[[Feed, Where], str]


FORMS = {
    "atom": Form("atom", "application/atom+xml", as_atom),
    "json": Form("json", "application/feed+json", as_json),
}


def tag_of(code: str, at: datetime) -> str:
    """A name that stays the same when titles, addresses and the way in change (RFC 4151)."""
    return f"tag:{urlsplit(settings.BASE_URL).hostname},{at:%Y-%m-%d}:{code}"


def with_whole_addresses(html: str) -> str:
    """HTML made here, with the addresses of this house as others must type them."""
    return _TAG.sub(lambda tag: _OWN.sub(lambda own: f'{own[1]}="{settings.BASE_URL}', tag[0]), html)


def _said(text: str) -> str:
    return _UNSAYABLE.sub("", text)
