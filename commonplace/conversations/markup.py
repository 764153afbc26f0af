"""Small things that go into the slots of a post's and a row's pieces."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from commonplace.communities.viewpoint import Byline
from commonplace.conversations.queries.lists import Row
from commonplace.lib.mail.rendering import Labels, relabelled
from commonplace.ui import avatars, clock, words
from commonplace.ui.moments import spoken
from commonplace.ui.pieces import joined, pieces


def person(byline: Byline) -> SafeString:
    return avatars.person(byline.name, url=byline.url, photo=photo(byline), about=byline.about)


def photo(byline: Byline) -> str:
    return reverse("face", args=[byline.photo_id]) if byline.photo_id else ""


def lines(text: str) -> SafeString:
    return linebreaksbr(text)


def prose(html: str) -> SafeString:
    """A post's words, made safe when they were written; a letter's folded quotes are named in the reader's language."""
    if "data-words=" in html:
        html = relabelled(html, Labels(gettext("Quoted text"), gettext("Signature")))
    return mark_safe(html)  # noqa: S308


Reader = tuple[str, str, bool, int]


def reader() -> Reader:
    """What a moment's words depend on besides the moment: language, zone, how hours run, and this year."""
    zone = timezone.get_current_timezone_name()
    return get_language() or "", zone, clock.has_half_days(), timezone.localdate().year


@lru_cache(maxsize=8192)
def time(at: datetime, language: str, zone: str, half_days: bool, year: int) -> SafeString:
    """When something was written: the day and the hour."""
    return spoken(at, words.moment(at, now=timezone.now()), hour=True)


@lru_cache(maxsize=8192)
def _day(at: datetime, language: str, zone: str, half_days: bool, year: int) -> SafeString:
    return spoken(at, words.day(at, now=timezone.now()))


def since(at: datetime, now: datetime, reader: Reader) -> SafeString:
    """When something happened, near in words and further off as a day."""
    if (now - at).days > 7:
        return _day(at, *reader)
    return spoken(at, words.since(at, now=now))


# How heavy the ink of a row is: what is new to the reader, what is settled, and everything else.
NEW, SETTLED, PLAIN = SafeString(' class="ink--new"'), SafeString(' class="ink--settled"'), SafeString("")


def ink(one: Row) -> SafeString:
    return NEW if one.mark is not None else SETTLED if one.tone == "good" else PLAIN


def rows(these: Iterable[Row], now: datetime, *, weeks: bool = False) -> SafeString:
    """Conversations in a list; a list has thirty, so they are set at once; with `weeks`, under their weeks."""
    piece, here = pieces("conversations/row.html"), reader()
    week: date | None = None
    set_: list[str] = []
    for one in these:
        if weeks and (monday := words.monday(one.at)) != week:
            week = monday
            set_.append(piece["week"](words=words.week(one.at, now=now)))
        moment = spoken(one.at, words.waiting(one.at, now=now)) if one.is_waiting else since(one.at, now, here)
        set_.append(_row(one, moment, here[0]))
    return joined(set_)


@lru_cache(maxsize=4096)
def _row(one: Row, moment: SafeString, language: str) -> SafeString:
    """A row, set once for all who are told the same of it, at the same distance."""
    piece = pieces("conversations/row.html")
    said = piece["said"]
    return piece["row"](
        ink=ink(one),
        newest=piece["newest"](words=words.soft_hyphens(one.newest)) if one.newest else "",
        kind=one.kind,
        url=one.url,
        title=words.soft_hyphens(one.title),
        who=words.soft_hyphens(one.who),
        moment=moment,
        said=joined(said(words=what) for what in one.said),
        state=piece["state"](tone=f" state--{one.tone}" if one.tone else "", words=one.state) if one.state else "",
        place=said(words=words.soft_hyphens(one.place)) if one.place else "",
        mark=piece["mark"](url=one.mark.url, words=one.mark.words) if one.mark is not None else "",
    )
