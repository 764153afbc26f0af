"""Excerpts with the words found in them marked."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from commonplace.search.words import WORD, stem

EXCERPT = 240
LOOKED_THROUGH = 20_000

IsHit = Callable[[str], bool]


def looks_for(stems: Collection[str], languages: Collection[str], *, beginnings: Collection[str] = ()) -> IsHit:
    """Tells whether a word as written is one of `stems`, or begins with one of `beginnings`; it remembers words."""
    exact, begun = frozenset(stems), tuple(beginnings)

    @cache
    def is_hit(word: str) -> bool:
        cut = [stem(word, language) for language in languages]
        return any(one in exact or one.startswith(begun) for one in cut)

    return is_hit


def marked(text: str, is_hit: IsHit) -> SafeString:
    """The text, escaped, with every word that was looked for in `<mark>`."""
    parts: list[str] = []
    end = 0
    for found in WORD.finditer(text):
        if is_hit(found[0]):
            parts += [conditional_escape(text[end : found.start()]), "<mark>", conditional_escape(found[0]), "</mark>"]
            end = found.end()
    parts.append(conditional_escape(text[end:]))
    return mark_safe("".join(parts))  # noqa: S308  # every piece of text was escaped above


def excerpt(text: str, is_hit: IsHit) -> SafeString:
    """The stretch of a text in which most of the words stand, marked."""
    text = " ".join(text[:LOOKED_THROUGH].split())
    places = [found.start() for found in WORD.finditer(text) if is_hit(found[0])]
    best = max(places, key=lambda at: (sum(at <= other < at + EXCERPT for other in places), -at), default=0)
    start = max(0, best - 40)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = text.rfind(" ", start, start + EXCERPT) if start + EXCERPT < len(text) else len(text)
    end = end if end > start else min(len(text), start + EXCERPT)
    inside = marked(text[start:end], is_hit)
    return mark_safe(("… " if start else "") + inside + (" …" if end < len(text) else ""))  # noqa: S308  # marked escapes
