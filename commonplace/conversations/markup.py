"""Small things that go into the slots of a post's and a row's pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache

from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from commonplace.communities.vantage import Vantage, vantage_of
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.conversations.queries.lists import Mark, Row, rows_for
from commonplace.lib.mail.rendering import Labels, relabelled
from commonplace.store.prepared import Rows
from commonplace.ui import avatars, words
from commonplace.ui.kept_parts import ago, kept, moments_in
from commonplace.ui.moments import Reader, reader, spoken
from commonplace.ui.pieces import joined, pieces


def person(byline: Byline) -> SafeString:
    return avatars.person(byline.name, url=byline.url, photo=photo(byline), about=byline.about, alias=byline.is_alias)


def photo(byline: Byline) -> str:
    return reverse("face", args=[byline.photo_id]) if byline.photo_id else ""


def lines(text: str) -> SafeString:
    return linebreaksbr(text)


def prose(html: str) -> SafeString:
    """A post's words, made safe when they were written; a letter's folded quotes are named in the reader's language."""
    if "data-words=" in html:
        html = relabelled(html, Labels(gettext("Quoted text"), gettext("Signature")))
    return mark_safe(html)  # noqa: S308


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
    here = reader()
    return _rows(these, lambda one: _ago(one.at, now, here, is_waiting=one.is_waiting), now=now, weeks=weeks)


def first_rows(
    found: Rows[Conversation], viewpoint: Viewpoint, *, marks: Mapping[int, Mark], newest: Mapping[int, str]
) -> SafeString:
    """The rows of a list under their weeks, set once for all who read the same (see ui/kept_parts.py)."""
    part = kept(_set_rows, found=found, vantage=vantage_of(viewpoint), marks=marks, newest=newest)
    now, here = timezone.now(), reader()
    return part(**{name: _ago(at, now, here, is_waiting=waits) for name, at, waits in moments_in(part)})


def _set_rows(
    *, found: Rows[Conversation], vantage: Vantage, marks: Mapping[int, Mark], newest: Mapping[int, str]
) -> SafeString:
    told = rows_for(found, viewpoint=vantage.viewpoint, marks=marks, newest=newest)
    # The day is part of what every part is kept by, so "this week" may stand in it.
    return _rows(told, lambda one: ago(one.at, is_waiting=one.is_waiting), now=timezone.now(), weeks=True)


def _ago(at: datetime, now: datetime, reader: Reader, *, is_waiting: bool) -> SafeString:
    return spoken(at, words.waiting(at, now=now)) if is_waiting else since(at, now, reader)


def _rows(these: Iterable[Row], moment_of: Callable[[Row], SafeString], *, now: datetime, weeks: bool) -> SafeString:
    piece, language = pieces("conversations/row.html"), get_language() or ""
    week: date | None = None
    set_: list[str] = []
    for one in these:
        if weeks and (monday := words.monday(one.at)) != week:
            week = monday
            set_.append(piece["week"](words=words.week(one.at, now=now)))
        set_.append(_row(one, moment_of(one), language))
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
