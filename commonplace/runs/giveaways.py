"""What may give somebody away in a text: names, organisations and places that the house knows, and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

WORD = re.compile(r"\w+(?:[’'\-]\w+)*")
NUMBER = re.compile(r"\d")
SHORTEST = 3  # letters of a part of a name: shorter ones stand in every text
ENDINGS = 3  # letters that a language may add to a name


class Piece(NamedTuple):
    """A stretch of a text, and what in it may give somebody away: "name", "organisation", "place", "number" or ""."""

    words: str
    what: str = ""


@dataclass(frozen=True)
class Known:
    """What the house knows, word by word and in small letters: whole phrases by their first word, and single words."""

    phrases: Mapping[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)


def known_from(*, names: Iterable[str], organisations: Iterable[str], places: Iterable[str]) -> Known:
    """What to look for. Of a name each part gives somebody away, of an organisation or place the whole."""
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    parts: dict[str, str] = {}
    for what, several in (("organisation", organisations), ("place", places), ("name", names)):
        for one in several:
            tokens = tuple(word.casefold() for word in WORD.findall(one))
            if len(tokens) > 1:
                phrases.setdefault(tokens[0], []).append((tokens, what))
            if what == "name" or len(tokens) == 1:
                parts |= {token: what for token in tokens if len(token) >= SHORTEST}
    for several_of_one in phrases.values():
        several_of_one.sort(key=lambda one: -len(one[0]))
    return Known(phrases, parts)


def marked(text: str, known: Known) -> list[Piece]:
    """The text in pieces, in order and whole."""
    words = list(WORD.finditer(text))
    folded = [one.group().casefold() for one in words]
    pieces: list[Piece] = []
    at = place = 0
    while place < len(words):
        length, what = _found(words[place].group(), folded, place, known)
        if what:
            begin, end = words[place].start(), words[place + length - 1].end()
            pieces += [Piece(text[at:begin]), Piece(text[begin:end], what)]
            at = end
        place += length
    pieces.append(Piece(text[at:]))
    return [one for one in pieces if one.words]


def _found(word: str, folded: list[str], place: int, known: Known) -> tuple[int, str]:
    for tokens, what in known.phrases.get(folded[place], ()):
        if tuple(folded[place : place + len(tokens)]) == tokens:
            return len(tokens), what
    if NUMBER.search(word):
        return 1, "number"
    # “Will” is a name and “will” is none.
    if not word[0].isupper():
        return 1, ""
    for shorter in range(ENDINGS + 1):
        stem = folded[place][: len(word) - shorter]
        if len(stem) >= SHORTEST + (shorter > 0) and stem in known.parts:
            return 1, known.parts[stem]
    return 1, ""
