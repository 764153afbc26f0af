"""Small pieces of a post's markup; everything that people wrote is escaped here."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import get_language, gettext

from commonplace.communities.viewpoint import Byline
from commonplace.conversations.models import Attachment
from commonplace.conversations.queries.lists import Row
from commonplace.lib.mail.rendering import Labels, relabelled
from commonplace.ui import faces, words

QUIET = "btn btn--small btn--quiet"


def line(address: str, label: str) -> str:
    return f'<a href="{address}">{label}</a>'


def act(address: str, label: str) -> str:
    return f'<button form="deeds" formaction="{address}">{label}</button>'


def button(address: str, label: str) -> str:
    """A quiet button of the page's one form, with a label that is escaped already."""
    return f'<button class="{QUIET}" form="deeds" formaction="{address}">{label}</button>'


def toggle(address: str, label: str, *, pressed: bool) -> str:
    """A button that says something, and pressed once more takes it back."""
    back = ' name="take_back" value="1"' if pressed else ""
    style = "btn btn--small" if pressed else QUIET
    state = "true" if pressed else "false"
    attributes = f'class="{style}" form="deeds" formaction="{address}" aria-pressed="{state}"{back}'
    return f"<button {attributes}>{escape(label)}</button>"


def joined(title: str) -> str:
    return escape(gettext("From here on: “%(title)s”, joined to this conversation.") % {"title": title})


def person(byline: Byline) -> str:
    return faces.person(byline.name, url=byline.url, photo=photo(byline), about=byline.about)


def photo(byline: Byline) -> str:
    return reverse("face", args=[byline.photo_id]) if byline.photo_id else ""


def lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def prose(html: str) -> str:
    """A post's words; where a letter's quotes are folded, the fold is named in the reader's language."""
    if "data-words=" not in html:
        return html
    names = Labels(gettext("Quoted text"), gettext("Signature"), gettext("Added by the list"))
    return relabelled(html, names)


def picture(one: Attachment) -> str:
    size = f' width="{one.file.width}" height="{one.file.height}"' if one.file.width and one.file.height else ""
    where = address_of(one)
    return f'<a href="{where}"><img src="{where}" alt="{escape(one.name)}" loading="lazy"{size}></a>'


def document(one: Attachment) -> str:
    size = escape(filesizeformat(one.file.size))
    return f'<li><a href="{address_of(one)}">{escape(one.name)}</a> <span class="faint">{size}</span></li>'


def address_of(one: Attachment) -> str:
    return escape(reverse("attachment", args=[one.file_id, one.name]))


def reader() -> tuple[str, str, int]:
    """What a moment's words depend on besides the moment: language, zone and this year."""
    return get_language() or "", timezone.get_current_timezone_name(), timezone.localdate().year


@lru_cache(maxsize=8192)
def time(at: datetime, language: str, zone: str, year: int) -> str:
    return _spoken(at, words.day(at, now=timezone.now()))


def since(at: datetime, now: datetime, reader: tuple[str, str, int]) -> str:
    """When something happened, near in words and further off as a day."""
    if (now - at).days > 7:
        return time(at, *reader)
    return _spoken(at, words.since(at, now=now))


def waiting(at: datetime, now: datetime) -> str:
    """How long something has waited."""
    return _spoken(at, words.waiting(at, now=now))


def _spoken(at: datetime, said: str) -> str:
    full = escape(words.moment_in_full(at))
    return f'<time datetime="{at.isoformat()}" title="{full}" data-moment>{escape(said)}</time>'


def row(one: Row, now: datetime, reader: tuple[str, str, int]) -> str:
    """One conversation in a list."""
    parts = [f"<span>{escape(words.soft_hyphens(one.who))}</span>"]
    parts.append(waiting(one.at, now) if one.is_waiting else since(one.at, now, reader))
    parts += [f"<span>{escape(said)}</span>" for said in one.said]
    if one.state:
        tone = f" state--{one.tone}" if one.tone else ""
        parts.append(f'<span class="state{tone}">{escape(one.state)}</span>')
    if one.place:
        parts.append(f"<span>{escape(words.soft_hyphens(one.place))}</span>")
    if one.mark is not None:
        parts.append(f'<a class="mark" href="{escape(one.mark.url)}">{escape(one.mark.words)}</a>')
    title = escape(words.soft_hyphens(one.title))
    return (
        f'<li><span class="kind">{escape(one.kind)}</span><a class="entry__title" href="{one.url}">{title}</a>'
        f'<p class="meta">{"".join(parts)}</p></li>'
    )
