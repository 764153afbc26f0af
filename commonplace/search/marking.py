"""Excerpts with the words found in them marked."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from commonplace.search.words import WORD, stem

EXCERPT = 240


def marked(
    text: str, stems: Collection[str], languages: Collection[str], *, beginnings: Collection[str] = ()
) -> SafeString:
    """The text, escaped, with every word that is one of `stems` (or begins with one of `beginnings`) in `<mark>`."""
    parts: list[str] = []
    end = 0
    for found in WORD.finditer(text):
        if _is_hit(found[0], stems, languages, beginnings):
            parts += [conditional_escape(text[end : found.start()]), "<mark>", conditional_escape(found[0]), "</mark>"]
            end = found.end()
    parts.append(conditional_escape(text[end:]))
    return mark_safe("".join(parts))  # noqa: S308  # every piece of text was escaped above


def excerpt(
    text: str, stems: Collection[str], languages: Collection[str], *, beginnings: Collection[str] = ()
) -> SafeString:
    """The stretch of a text in which most of the words stand, marked."""
    text = " ".join(text[:20_000].split())
    places = [found.start() for found in WORD.finditer(text) if _is_hit(found[0], stems, languages, beginnings)]
    best = max(places, key=lambda at: (sum(at <= other < at + EXCERPT for other in places), -at), default=0)
    start = max(0, best - 40)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = text.rfind(" ", start, start + EXCERPT) if start + EXCERPT < len(text) else len(text)
    end = end if end > start else min(len(text), start + EXCERPT)
    inside = marked(text[start:end], stems, languages, beginnings=beginnings)
    return mark_safe(("… " if start else "") + inside + (" …" if end < len(text) else ""))  # noqa: S308  # marked escapes


def _is_hit(word: str, stems: Collection[str], languages: Collection[str], beginnings: Collection[str]) -> bool:
    return any(
        one in stems or (beginnings and one.startswith(tuple(beginnings)))
        for one in (stem(word, at) for at in languages)
    )
