"""Excerpts with the words found in them marked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from html import escape

from django.utils.safestring import SafeString, mark_safe

from commonplace.search.sought import Sought
from commonplace.search.words import standing_in

EXCERPT = 240
LOOKED_THROUGH = 20_000
FEW = 20  # words that are quicker to look for one by one than among all


def marked(text: str, sought: Sought, hits: Collection[str] | None = None) -> SafeString:
    """The text, escaped, with every word that was looked for in `<mark>`; `hits` where they are known already."""
    hits = sought.within(text) if hits is None else hits
    parts: list[str] = []
    end = 0
    for start, word in _standing_in(text, hits):
        # A word is letters and digits, with marks on them: nothing in it means anything to a browser.
        parts += [escape(text[end:start]), "<mark>", word, "</mark>"]
        end = start + len(word)
    parts.append(escape(text[end:]))
    return mark_safe("".join(parts))  # noqa: S308  # every piece of text was escaped above


def _standing_in(text: str, hits: Collection[str]) -> Iterable[tuple[int, str]]:
    """The words among `hits` where they stand in a text, in order."""
    if text.isascii() and len(hits) <= FEW:
        return sorted((at, word) for word in hits for at in _places(word, text))
    return ((found.start(), found[0]) for found in standing_in(text) if found[0] in hits)


def on_a_line(text: str) -> str:
    """As much of a text as is looked through for an excerpt."""
    return " ".join(text[:LOOKED_THROUGH].split())


def excerpt(text: str, sought: Sought, hits: set[str]) -> SafeString:
    """The stretch of a text `on_a_line` in which most of the words stand, marked; `hits` are those within it."""
    places = (place for word in hits for place in _places(word, text)) if len(hits) <= FEW else _all_places(hits, text)
    start = max(0, _densest(sorted(places)) - 40)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = text.rfind(" ", start, start + EXCERPT) if start + EXCERPT < len(text) else len(text)
    end = end if end > start else min(len(text), start + EXCERPT)
    inside = marked(text[start:end], sought, hits)
    return mark_safe(("… " if start else "") + inside + (" …" if end < len(text) else ""))  # noqa: S308  # marked escapes


def _places(word: str, text: str) -> Iterator[int]:
    """Where a word begins that is no part of another."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
            yield at
        at = text.find(word, end)


def _all_places(words: set[str], text: str) -> Iterator[int]:
    """Where any of many words stands, in one pass."""
    return (found.start() for found in standing_in(text) if found[0] in words)


def _densest(places: list[int]) -> int:
    """The place from which on most of them are within one excerpt, the first of equals."""
    best, most, end = 0, 0, 0
    for at, place in enumerate(places):
        while end < len(places) and places[end] < place + EXCERPT:
            end += 1
        if end - at > most:
            best, most = place, end - at
    return best
