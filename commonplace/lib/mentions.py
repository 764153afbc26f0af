"""Where a text calls somebody: an @, and the words after it that may be a name.

Which of the words belong to the name only those know who bear names, so every beginning of them is offered, the
longest first. Of two who are called alike the one is meant whose number stands behind the name: `@Ada Mensah#12`.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

from commonplace.lib.folding import APOSTROPHES, folded

MOST_WORDS: Final = 12
MOST_PLACES: Final = 100  # in one text; whoever types more is not calling anyone
# What ends a sentence or a cell ends a name as well; brackets, dots and quotation marks may stand in one.
_ANYWHERE = re.compile(rf"@(?=[{APOSTROPHES}]?[^\W_])([^\n@?!;:…—|<>=]{{1,200}})")
_PLACE = re.compile(rf"(?<![\w@/.]){_ANYWHERE.pattern}")
_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
# Accents and vowels written over or beside a letter, which \w leaves out.
_MARKS = "".join(chr(code) for code in range(0x300, 0x20000) if unicodedata.category(chr(code))[0] == "M")
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}\u200c\u200d{APOSTROPHES}])*")
# What closes a name, and the number behind it.
_NUMBER = re.compile(r"([^\w\s#@]{0,4})#([0-9]{1,18})(?![0-9])")
# Scripts that write words without a space between them.
_UNSPACED = re.compile("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_LONGEST_UNSPACED = 16
_CLOSING = {")": "(", "]": "[", "”": "“", "»": "«"}


class Candidate(NamedTuple):
    """A name as typed that may be meant, where it ends after the @, and the number behind it, if any."""

    name: str
    end: int
    number: int | None = None


class Place(NamedTuple):
    """An @ in a text, and who may be meant there, the longest name first."""

    start: int
    candidates: tuple[Candidate, ...]


def places(text: str) -> Iterator[Place]:
    """Every place of a text where somebody may be called."""
    if "@" in text:
        for match in _PLACE.finditer(text):
            yield Place(match.start(), tuple(_candidates(match[1])))


def _candidates(words: str) -> Iterator[Candidate]:
    found: list[Candidate] = []
    for count, word in enumerate(_WORD.finditer(words)):
        if count == MOST_WORDS:
            break
        start, end = word.span()
        if _UNSPACED.match(words, start):
            last = min(end, start + _LONGEST_UNSPACED)
            found += [Candidate(words[:cut], cut) for cut in range(start + 1, last)]
        # "Ada's": the name may end before the apostrophe.
        cuts = [start + cut.start() for cut in _APOSTROPHE.finditer(word[0])]
        if cuts and cuts[-1] > start:
            found.append(Candidate(words[: cuts[-1]], cuts[-1]))
        end = start + len(word[0].rstrip(APOSTROPHES))
        if end < len(words) and _CLOSING.get(words[end], "\n") in words[:end]:
            end += 1
        number = _NUMBER.match(words, end)
        if number:
            found.append(Candidate(words[: number.end(1)], number.end(), int(number[2])))
            break
        found.append(Candidate(words[:end], end))
    return reversed(found)


class Named(NamedTuple):
    """Names, folded, and numbers that a text may call."""

    names: frozenset[str]
    numbers: frozenset[int]


def named_in(text: str) -> Named:
    """Everybody whom a text may call, to look up at once; what its markup sets apart from an @ counts as well."""
    found: dict[tuple[Candidate, ...], None] = {}
    for match in _ANYWHERE.finditer(text):
        found.setdefault(tuple(_candidates(match[1])))
        if len(found) == MOST_PLACES:
            break
    candidates = [one for some in found for one in some]
    return Named(
        names=frozenset(folded(one.name) for one in candidates if one.number is None),
        numbers=frozenset(one.number for one in candidates if one.number is not None),
    )
