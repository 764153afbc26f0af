"""A feed's bytes in, its entries out: a title, a link, a day and a few plain words of each, and nothing else of it.

Atom and RSS are read by feedparser, which asks for nothing by itself when it is given bytes and resolves no entity from
elsewhere; JSON Feed by the words of its version 1.1 (jsonfeed.org).
"""

from __future__ import annotations

import calendar
import html
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from urllib.parse import urljoin, urlsplit

import feedparser
import nh3

from commonplace.lib.text import one_line

MOST_BYTES: Final = 5_000_000
MOST_ENTRIES: Final = 1000  # the first of a feed; what comes behind them has been there for long
LONGEST_TITLE, LONGEST_EXCERPT, LONGEST_LINK = 300, 400, 1000
_LOOKED_AT: Final = 20_000  # signs of a text, of which a few hundred are kept
_MARKED_UP: Final = ("text/html", "application/xhtml+xml")


class NoFeed(ValueError):
    """What is there is no feed, or none of it can be understood."""


class Entry(NamedTuple):
    """One entry: how the feed names it, and what is shown of it; without a day where the feed says none in earnest."""

    id: str
    title: str
    link: str
    excerpt: str
    at: datetime | None


def read(data: bytes, *, content_type: str = "", url: str = "") -> list[Entry]:
    """The entries of a feed in its own order, as far as MOST_ENTRIES; `url` is where it was found. Raises NoFeed."""
    begins = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    found = _of_json(data, url) if begins.startswith(b"{") else _of_xml(data, content_type, url)
    return list(found)


def _of_xml(data: bytes, content_type: str, url: str) -> list[Entry]:
    headers = {"content-type": content_type or "application/xml", "content-location": url}
    parsed = feedparser.parse(
        # From a file, for what is given as bytes is first tried as the name of one.
        io.BytesIO(data),
        response_headers=headers,
        resolve_relative_uris=False,
        sanitize_html=False,  # all of it goes below
    )
    # What RSS means by its words it does not say; Atom does.
    says = str(parsed.get("version") or "").startswith("atom")
    found = list(_told(_of_feedparser(one, says_what=says) for one in parsed.entries[:MOST_ENTRIES]))
    if not found and (parsed.get("bozo") or not parsed.get("version")):
        raise NoFeed
    return found


def _of_feedparser(one: dict[str, Any], *, says_what: bool) -> Entry:
    said = one.get("content") or [{}]
    return Entry(
        id=_kept(str(one.get("id") or "")),
        title=_words(one.get("title_detail") or {}, says_what=says_what),
        link=web_link(str(one.get("link") or "")),
        excerpt=_words(one.get("summary_detail") or said[0], says_what=says_what),
        # As a plain dictionary: asked for what it has not, it answers with something else, and warns.
        at=_moment(dict.get(one, "published_parsed") or dict.get(one, "updated_parsed")),
    )


def _moment(said: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(said), UTC) if said else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _words(detail: Mapping[str, Any], *, says_what: bool) -> str:
    value = detail.get("value")
    words = str(value)[:_LOOKED_AT] if value else ""
    return _without_markup(words) if detail.get("type") in _MARKED_UP or not says_what else _kept(words)


def _without_markup(words: str) -> str:
    # What stands in two elements is two words.
    cleaned = nh3.clean(re.sub(r"<(?=[a-zA-Z/])", " <", words), tags=set())
    return _kept(html.unescape(cleaned))


def _kept(words: str) -> str:
    # Halves of surrogate pairs, which JSON can say, and no database takes.
    return one_line(words[:_LOOKED_AT].encode("utf-8", "ignore").decode())


def web_link(said: str, base: str = "") -> str:
    """An address on the web that one may be led to, else nothing."""
    said = said.strip()
    if len(said) > LONGEST_LINK:
        return ""
    try:
        whole = urljoin(base, said)
        parts = urlsplit(whole)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        return ""
    is_whole = len(whole) <= LONGEST_LINK and not any(sign.isspace() or not sign.isprintable() for sign in whole)
    return whole if is_web and is_whole else ""


def _told(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Those of which something can be said, each with a title, cut to what is kept."""
    for one in entries:
        title = one.title or one.excerpt or one.link
        if title:
            yield one._replace(title=_cut(title, LONGEST_TITLE), excerpt=_cut(one.excerpt, LONGEST_EXCERPT))


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def _of_json(data: bytes, url: str) -> list[Entry]:
    try:
        whole = json.loads(data)
        is_feed = str(whole.get("version", "")).startswith("https://jsonfeed.org/version/")
        items = whole.get("items")
    except (ValueError, RecursionError, AttributeError) as problem:
        raise NoFeed from problem
    if not is_feed or not isinstance(items, list):
        raise NoFeed
    return list(_told(_of_item(one, url) for one in items[:MOST_ENTRIES] if isinstance(one, dict)))


def _of_item(one: Mapping[str, Any], url: str) -> Entry:
    text = _said(one, "summary") or _said(one, "content_text")
    link = _said(one, "url") or _said(one, "external_url")
    return Entry(
        id=_kept(str(one.get("id") or "")),
        title=_kept(_said(one, "title")),
        link=web_link(link, url) if link else "",
        excerpt=_kept(text) if text else _without_markup(_said(one, "content_html")),
        at=_moment_said(_said(one, "date_published") or _said(one, "date_modified")),
    )


def _said(one: Mapping[str, Any], name: str) -> str:
    value = one.get(name)
    return value[:_LOOKED_AT] if isinstance(value, str) else ""


def _moment_said(said: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(said)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
