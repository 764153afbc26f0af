"""Text as search sees it: folded, cut and stemmed here, so that both databases find the same.

A word is a run of letters and digits, lower case, without accents. Stems are those of the community's language; what
is asked is stemmed in every language that the communities here use, since whoever asks does not say which they mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

import Stemmer

from commonplace.lib.text import normalized

WORD = re.compile(r"\w+", re.UNICODE)
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
    return "".join(filter(str.isalnum, normalized(plain.translate(ALONE), "NFKD")))


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


def cut(text: str) -> list[str]:
    """The words of a text, in order, as written."""
    # The ellipsis stands for every address withheld from a letter, and often is all that is not ASCII in one.
    plain = text.replace("…", " ")
    if plain.isascii():
        return plain.translate(APART).split()
    return WORD.findall(normalized(plain.replace("_", " ")))


def stems(text: str, language: str) -> str:
    """A text as its stems, apart by blanks."""
    return " ".join(map(_stems_of(language).__getitem__, cut(text)))


def alternatives(word: str, languages: Iterable[str]) -> tuple[str, ...]:
    """Every stem that `word` may have in these languages."""
    return tuple(sorted({stem(word, language) for language in languages} - {""}))
