"""Text as search sees it: folded, cut and stemmed here, so that both databases find the same.

A word is a run of letters and digits, lower case, without accents. Stems are those of the community's language; what
is asked is stemmed in every language that the communities here use, since whoever asks does not say which they mean.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import repeat

import Stemmer

WORD = re.compile(r"\w+", re.UNICODE)
STEMMERS = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french",
    "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
LONGEST = 40
# Letters that have no accent to take off, and are still written without it.
ALONE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "_": " "})


@lru_cache(maxsize=100_000)
def folded(word: str) -> str:
    """A word in lower case without accents."""
    plain = word.lower()
    if plain.isascii():
        return plain
    return "".join(
        one for one in unicodedata.normalize("NFKD", plain.translate(ALONE)) if not unicodedata.combining(one)
    )


@cache
def _stemmer(language: str) -> Stemmer.Stemmer | None:
    name = STEMMERS.get(language.split("-")[0])
    return Stemmer.Stemmer(name) if name else None


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The stem of one word, folded; words that are too long to be words are cut."""
    stemmer = _stemmer(language)
    # Stemmers know their language's accents, so they come off last.
    return folded(stemmer.stemWord(word.lower()) if stemmer else word)[:LONGEST]


def cut(text: str) -> list[str]:
    """The words of a text, in order, as written."""
    return WORD.findall(unicodedata.normalize("NFC", text.replace("_", " ")))


def stems(text: str, language: str) -> str:
    """A text as its stems, apart by blanks."""
    return " ".join(map(stem, cut(text), repeat(language)))


def alternatives(word: str, languages: Iterable[str]) -> tuple[str, ...]:
    """Every stem that `word` may have in these languages."""
    return tuple(sorted({stem(word, language) for language in languages} - {""}))
