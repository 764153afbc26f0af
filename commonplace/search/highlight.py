"""Excerpts with the words found in them marked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from commonplace.search.words import WORD, stem

EXCERPT = 240
LOOKED_THROUGH = 20_000
FEW = 20  # words that are quicker to look for one by one than among all


class Sought:
    """Tells which words as written are one of `stems`, or begin with one of `beginnings`; it remembers words."""

    def __init__(self, stems: Collection[str], languages: Collection[str], *, beginnings: Collection[str] = ()) -> None:
        self._exact, self._begun, self._languages = frozenset(stems), tuple(beginnings), languages
        self._seen: set[str] = set()
        self._hits: set[str] = set()

    def among(self, words: Iterable[str]) -> set[str]:
        """Those of these words that were looked for."""
        words = set(words)
        new, exact, begun = words - self._seen, self._exact, self._begun
        for language in self._languages:
            self._hits |= {word for word in new if (one := stem(word, language)) in exact or one.startswith(begun)}
        self._seen |= new
        return words & self._hits


def marked(text: str, sought: Sought) -> SafeString:
    """The text, escaped, with every word that was looked for in `<mark>`."""
    hits = sought.among(WORD.findall(text))
    parts: list[str] = []
    end = 0
    for found in WORD.finditer(text) if hits else ():
        if found[0] in hits:
            parts += [conditional_escape(text[end : found.start()]), "<mark>", conditional_escape(found[0]), "</mark>"]
            end = found.end()
    parts.append(conditional_escape(text[end:]))
    return mark_safe("".join(parts))  # noqa: S308  # every piece of text was escaped above


def excerpt(text: str, sought: Sought) -> SafeString:
    """The stretch of a text in which most of the words stand, marked."""
    text = " ".join(text[:LOOKED_THROUGH].split())
    hits = sought.among(WORD.findall(text))
    places = (place for word in hits for place in _places(word, text)) if len(hits) <= FEW else _all_places(hits, text)
    start = max(0, _densest(sorted(places)) - 40)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = text.rfind(" ", start, start + EXCERPT) if start + EXCERPT < len(text) else len(text)
    end = end if end > start else min(len(text), start + EXCERPT)
    inside = marked(text[start:end], sought)
    return mark_safe(("… " if start else "") + inside + (" …" if end < len(text) else ""))  # noqa: S308  # marked escapes


def _places(word: str, text: str) -> Iterator[int]:
    """Where a word begins that is no part of another."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (_is_letter(text[at - 1 : at]) or _is_letter(text[end : end + 1])):
            yield at
        at = text.find(word, end)


def _all_places(words: set[str], text: str) -> Iterator[int]:
    """Where any of many words stands, in one pass."""
    return (found.start() for found in WORD.finditer(text) if found[0] in words)


def _is_letter(sign: str) -> bool:
    """Whether this sign would go on with a word."""
    return sign.isalnum() or sign == "_"


def _densest(places: list[int]) -> int:
    """The place from which on most of them are within one excerpt, the first of equals."""
    best, most, end = 0, 0, 0
    for at, place in enumerate(places):
        while end < len(places) and places[end] < place + EXCERPT:
            end += 1
        if end - at > most:
            best, most = place, end - at
    return best
