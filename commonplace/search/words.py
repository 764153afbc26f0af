"""Text as search sees it: folded, cut and stemmed here, so that both databases find the same.

A word is a run of letters, digits and the marks on them, lower case, without accents; what nobody sees in it (a soft
hyphen, a joiner, a blank of no width) is no part of it. Stems are those of the community's language; what is asked is
stemmed in every language that the communities here use, since whoever asks does not say which they mean.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

import Stemmer

from commonplace.lib.invisible import Rare
from commonplace.lib.text import normalized

# Changes when words are cut, folded or marked otherwise than before: the worker then takes everything in anew.
VERSION = 3


def _signs() -> tuple[list[int], list[int], frozenset[str]]:
    """What is not seen, and marks on letters; and those marks that are no accents."""
    unseen, marks, kept = [], [], set()
    # No letters or marks stand between these planes.
    for code in (*range(0x80, 0x20000), *range(0xE0000, 0xE0200)):
        sign = chr(code)
        category = unicodedata.category(sign)
        if category == "Cf" or code == 0x034F or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
            unseen.append(code)
        elif code in (0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x3164, 0xFFA0):
            unseen.append(code)  # fillers, and what chooses between shapes of a letter
        elif category[0] == "M":
            marks.append(code)
            # Vowels of Indic scripts, and what takes them away; accents and points are in other classes.
            if category != "Me" and unicodedata.combining(sign) in (0, 9):
                kept.add(sign)
    return unseen, marks, frozenset(kept)


def _as_set(codes: list[int]) -> str:
    runs: list[list[int]] = []
    for code in codes:
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in runs)


_UNSEEN, _MARKS, _NO_ACCENTS = _signs()
UNSEEN = re.compile(f"[{_as_set(_UNSEEN)}]+")
_IS_UNSEEN, _IS_A_MARK = Rare(map(chr, _UNSEEN)), Rare(map(chr, _MARKS))
# A word as it stands in a text in which underscores are blanks, with what is not seen in it.
WORD = re.compile(rf"[^\W_][\w{_as_set(_MARKS)}{_as_set(_UNSEEN)}]*")
_UNMARKED_WORD = re.compile(r"\w+")
STEMMERS = {
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}
LONGEST = 40
MOST = 50_000  # words of a language whose stems are kept
# ASCII's signs that are no letters and digits as blanks: three times as fast as looking for words.
APART = "".join(chr(code) if chr(code).isalnum() else " " for code in range(128))
# Letters that have no accent to take off, and are still written without it.
ALONE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "_": " "})


@lru_cache(maxsize=10_000)
def folded(word: str) -> str:
    """A word in lower case without accents."""
    plain = word.lower()
    if plain.isascii():
        return plain
    # Accents come off, and what some signs are taken apart into besides letters: blanks, brackets.
    apart = normalized(plain.translate(ALONE), "NFKD")
    return "".join([sign for sign in apart if sign.isalnum() or sign in _NO_ACCENTS])


@cache
def _stemmer(language: str) -> Stemmer.Stemmer | None:
    name = STEMMERS.get(language.split("-")[0])
    # It need not remember words: we do.
    return Stemmer.Stemmer(name, 0) if name else None


class _Stems(dict[str, str]):
    """The stems of one language, each worked out when it is first asked for; looking one up runs no Python."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._stemmer = _stemmer(language)

    def __missing__(self, word: str) -> str:
        if len(self) >= MOST:
            self.clear()
        # Stemmers know their language's accents, so they come off last.
        found = folded(self._stemmer.stemWord(word.lower()) if self._stemmer else word)[:LONGEST]
        self[word] = found
        return found


_stems_of = cache(_Stems)


def stem(word: str, language: str) -> str:
    """The stem of one word, folded; words that are too long to be words are cut."""
    return _stems_of(language)[word]


def all_stems(words: Iterable[str], language: str) -> Iterator[str]:
    """The stems of words, folded already, that nobody wrote and nobody may write: none is remembered."""
    stemmer = _stemmer(language)
    for word in stemmer.stemWords(list(words)) if stemmer else words:
        yield word[:LONGEST] if word.isascii() else folded(word)[:LONGEST]


def cut(text: str) -> list[str]:
    """The words of a text, in order, as written but for what is not seen in them."""
    # The ellipsis stands for every address withheld from a letter, and often is all that is not ASCII in one.
    plain = text.replace("…", " ")
    if plain.isascii():
        return plain.translate(APART).split()
    plain = seen(plain.replace("_", " "))
    return (WORD if _IS_A_MARK.are_in(plain) else _UNMARKED_WORD).findall(plain)


def seen(text: str) -> str:
    """A text composed, without what nobody sees in it."""
    if text.isascii():
        return text
    return normalized(UNSEEN.sub("", text) if _IS_UNSEEN.are_in(text) else text)


def standing_in(text: str) -> Iterator[re.Match[str]]:
    """The words of a text where they stand in it, with what is not seen in them."""
    return WORD.finditer(text.replace("_", " "))


def stems(text: str, language: str) -> str:
    """A text as its stems, apart by blanks."""
    return " ".join(map(_stems_of(language).__getitem__, cut(text)))


def alternatives(word: str, languages: Iterable[str]) -> tuple[str, ...]:
    """Every stem that `word` may have in these languages."""
    return tuple(sorted({stem(word, language) for language in languages} - {""}))
