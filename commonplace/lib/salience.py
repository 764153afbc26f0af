"""Which words of a text it could be filed under: those of a vocabulary first, then phrases that stand out in it.

Nothing here knows a database, and nothing is learned. Phrases are found as in C-value (Frantzi, Ananiadou and Mima,
"Automatic recognition of multi-word terms", 2000) and weighed as in YAKE (Campos and others, "YAKE! Keyword extraction
from single documents", 2020), both in our own, shorter form: a phrase is a run of words between the small words of a
language and the signs of writing; it counts for more the more often it stands there, the longer it is, the earlier it
comes, and for less where it only stands within a longer one. Small words are given by the caller, besides the shortest
of English and Polish, which stand here; in every other language words of fewer than four Latin letters are small.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

LONGEST_TEXT: Final = 20_000  # characters of a text that are looked at
LONGEST_PHRASE: Final = 3  # words
MOST_LETTERS: Final = 60  # of a phrase, as of a topic
_TITLE: Final = 3  # a word of the title counts for as many of the text
_WORD = re.compile(r"[^\W_][\w'’+#-]*[^\W_]|[^\W_][+#]*")
# Addresses, code and mentions say what something is made of, not what it is about. An address is looked for from where
# blanks end: from each letter of a text without blanks it took two seconds.
_NOT_WORDS = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]*`|https?://\S+|(?<!\w)@\S+|(?<!\S)\S+@\S+|\]\([^()\n]{0,300}\)", re.DOTALL
)
_BREAK = re.compile(r"[.,;:!?…()\[\]{}\"“”„«»|/\\<>=*\n\r\t]+|\s[-–—]+\s")

# Words of three letters that only hold others together; shorter ones always do.
SHORT: Final[Mapping[str, frozenset[str]]] = {
    "en": frozenset(
        """all and any are ask but can did for get got had has her him his how its let lot may nor not now off one our
        out own per put say see she the too two use was way who why yes yet you
        i it he we ain't aren't couldn't didn't doesn't don't hadn't hasn't haven't isn't shouldn't wasn't weren't
        won't wouldn't let's""".split()
    ),
    "pl": frozenset(
        """aby aha ani bez być był bym ich jak jej jest już kto lub moc mój mam nad nam nas nie niż oba oto pod raz się
        są tak tam ten też tej tym tez tyl was wam wie wiem czy dla gdy ile ich""".split()
    ),
}

type Stem = Callable[[str], str]


@dataclass(frozen=True)
class Phrase:
    """A phrase as it first stands in a text, the stems by which it is one, and how much it stands out."""

    words: str
    stems: tuple[str, ...]
    weight: float


def plainly(word: str) -> str:
    """The stem of a word in a language that nobody taught us: itself in small letters."""
    return word.lower()


def known[Key](
    title: str, text: str, vocabulary: Mapping[Key, Sequence[str]], *, stem: Stem = plainly
) -> list[tuple[Key, float]]:
    """The words of a vocabulary that stand in a text, by key, most telling first.

    Each key has its name and what else it is called. A name of several words stands there where all of them do, side by
    side in that order for its full weight, and for a fraction of it anywhere.
    """
    heads, tails = [_stems(words, stem) for words in (_words_of(title), _words_of(text))]
    head, tail = _counted(heads), _counted(tails)
    there = {*heads, *tails}
    found = []
    for key, names in vocabulary.items():
        weight = max((_weight_of(_stems(_words_of(name), stem), head, tail, there) for name in names), default=0.0)
        if weight:
            found.append((key, weight))
    return sorted(found, key=lambda pair: -pair[1])


def _weight_of(
    name: tuple[str, ...], head: Mapping[tuple[str, ...], int], tail: Mapping[tuple[str, ...], int], there: set[str]
) -> float:
    if not name or not there.issuperset(name):
        return 0.0
    times = _TITLE * head.get(name, 0) + tail.get(name, 0)
    if times:
        return len(name) * (1 + math.log(times))
    return 0.25 if len(name) > 1 else 0.0


def phrases(text: str, *, small: Collection[str] = frozenset(), stem: Stem = plainly) -> Mapping[tuple[str, ...], str]:
    """Every phrase of a text by its stems, as it first stands there."""
    found: dict[tuple[str, ...], str] = {}
    for run in _runs(text, small):
        stems = [stem(word) for word in run]
        for begin in range(len(run)):
            for end in range(begin + 1, min(begin + LONGEST_PHRASE, len(run)) + 1):
                words = " ".join(run[begin:end])
                if _says_something(words, stems[begin:end]):
                    found.setdefault(tuple(stems[begin:end]), _as_a_word(words))
    return found


def salient(
    title: str, text: str, *, small: Collection[str] = frozenset(), stem: Stem = plainly, most: int = 5
) -> list[Phrase]:
    """The phrases that stand out in a text, most telling first; none of them is part of one before it.

    `small` are the small words of its language in small letters (see `SHORT`); without any, the length decides.
    """
    runs = [*_runs(title, small), *_runs(text, small)]
    titles = len(_runs(title, small))
    counts: Counter[tuple[str, ...]] = Counter()
    shown: dict[tuple[str, ...], str] = {}
    first: dict[tuple[str, ...], int] = {}
    at = 0
    for place, run in enumerate(runs):
        stems = [stem(word) for word in run]
        times = _TITLE if place < titles else 1
        for begin in range(len(run)):
            for end in range(begin + 1, min(begin + LONGEST_PHRASE, len(run)) + 1):
                phrase = tuple(stems[begin:end])
                counts[phrase] += times
                shown.setdefault(phrase, " ".join(run[begin:end]))
                first.setdefault(phrase, at + begin)
        at += len(run)
    nested = _nested(counts)
    found = [
        Phrase(_as_a_word(shown[phrase]), phrase, _salience(phrase, times, nested.get(phrase, 0.0), first[phrase], at))
        for phrase, times in counts.items()
        if _says_something(shown[phrase], phrase)
    ]
    found.sort(key=lambda one: (-one.weight, first[one.stems], one.words))
    return _apart(found, most)


def _says_something(words: str, stems: Sequence[str]) -> bool:
    return len(words) <= MOST_LETTERS and any(len(word) > 1 or not word.isascii() for word in stems)


def _salience(phrase: tuple[str, ...], times: int, nested: float, first: int, length: int) -> float:
    """How often it stands there, less where it only stands in a longer phrase; longer and earlier is more."""
    weight = math.log2(1 + len(phrase)) * max(times - nested, 0.0)
    if len(phrase) > 1 and times == 1:
        # Of rows of words that stand there once nearly any is as good as another: what comes again stands out.
        weight *= 0.6
    return weight * (1 - 0.5 * first / (length + 1))


def _nested(counts: Mapping[tuple[str, ...], int]) -> Mapping[tuple[str, ...], float]:
    """How often each phrase stands within a longer one, on average over those."""
    around: dict[tuple[str, ...], list[int]] = {}
    for phrase, times in counts.items():
        if len(phrase) > 1:
            for part in {phrase[:-1], phrase[1:]}:
                around.setdefault(part, []).append(times)
    return {part: sum(times) / len(times) for part, times in around.items()}


def _apart(found: Iterable[Phrase], most: int) -> list[Phrase]:
    kept: list[Phrase] = []
    for one in found:
        if len(kept) == most or one.weight <= 0:
            break
        if not any(_within(one.stems, other.stems) or _within(other.stems, one.stems) for other in kept):
            kept.append(one)
    return kept


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))


def _runs(text: str, small: Collection[str]) -> list[list[str]]:
    """Words that stand side by side with nothing small between them."""
    runs: list[list[str]] = []
    for piece in _BREAK.split(_NOT_WORDS.sub("\n", text[:LONGEST_TEXT])):
        run: list[str] = []
        for word in _WORD.findall(piece):
            if _is_small(word, small):
                runs.append(run)
                run = []
            else:
                run.append(word)
        runs.append(run)
    return [run for run in runs if run]


def _is_small(word: str, small: Collection[str]) -> bool:
    low = word.lower().replace("’", "'")
    if low.isdigit() or low in small or low.split("'")[0] in small:
        return True
    # Scripts without blanks between words have short ones that matter.
    return len(low) < (3 if small else 4) and low.isascii() and low.isalpha() and not word.isupper()


def _as_a_word(phrase: str) -> str:
    """As a vocabulary has it: small letters, but for names of capitals (PE, HDPE)."""
    return " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in phrase.split())


def _words_of(text: str) -> list[str]:
    return _WORD.findall(_NOT_WORDS.sub(" ", text[:LONGEST_TEXT]).replace("-", " "))


def _stems(words: Iterable[str], stem: Stem) -> tuple[str, ...]:
    return tuple(stem(word) for word in words)


def _counted(stems: Sequence[str]) -> Counter[tuple[str, ...]]:
    """How often each row of at most as many words as a name has stands there."""
    return Counter(
        tuple(stems[at : at + length])
        for length in range(1, LONGEST_PHRASE + 2)
        for at in range(len(stems) - length + 1)
    )
