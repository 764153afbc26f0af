"""Words that are nearly those asked for: one letter too many, too few, another, or two in each other's place.

No list of words is kept, which would have to forget what was taken back and hide what one may not see. The index is
asked for every word that is one slip away, stemmed as it would have been written; what comes back is what the reader
may see, and only words that stand in it are said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from commonplace.search.candidates import Looking, glimpse
from commonplace.search.matching import BEGUN, Asked
from commonplace.search.models import SearchEntry
from commonplace.search.sought import Near
from commonplace.search.words import all_stems, alternatives, cut, folded, stem

SHORTEST = 4  # letters; shorter words are near to half of all others
LONG = 8  # letters from which on a word may have two slips
LEAST_BEGINNING = 4
LONGEST = 20  # of a word longer than this nothing is tried
# What comes of every word one slip away from a few words; more would be a way to keep the index busy.
MOST_WORDS = 4
# Beginnings are gathered whole before the latest of them are known, so larger houses look for one slip alone.
TWO_SLIPS_UP_TO = 100_000
SHOWN = 3
# The letters in which a slip is looked for, folded, by one of their number.
ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґў",
    "αβγδεζηθικλμνξοπρσςτυφχψω",
    "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويةءىپچژگک",
)


@dataclass(frozen=True)
class Nearly:
    """What words near those asked find: the entries, the stems that stand in for each term, and what is to be said."""

    entries: Sequence[SearchEntry]
    asked: Asked
    instead: Sequence[Near]


def nearly(looking: Looking, words: Sequence[str], asked: Asked, languages: Sequence[str]) -> Nearly | None:
    """What the reader may see that has each of these words or one near it; None where nothing has."""
    plain = [folded(word) for word in words]
    tried = sorted((word for word in set(plain) if _may_be_slipped(word)), key=len, reverse=True)[:MOST_WORDS]
    if not tried:
        return None
    asked = replace(asked, is_prefix=False)
    slips = {word: _stems(slips_of(word), languages) for word in tried}
    terms = [
        (*term, *sorted(slips.get(word, frozenset()) - {*term})) for word, term in zip(plain, asked.terms, strict=True)
    ]
    entries = glimpse(looking, replace(asked, terms=terms))
    if not entries and asked.last < TWO_SLIPS_UP_TO and any(len(word) >= LONG for word in tried):
        terms = [
            (*term, *_beginnings(word)) if word in tried and len(word) >= LONG else term
            for word, term in zip(plain, terms, strict=True)
        ]
        entries = glimpse(looking, replace(asked, terms=terms))
    return _chosen(entries, words, asked, slips, languages) if entries else None


def _may_be_slipped(word: str) -> bool:
    """Whether words near this one are tried: figures are what they are."""
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()


def slips_of(word: str) -> set[str]:
    """Every word that is one slip away from a folded one."""
    letters = next((alphabet for alphabet in ALPHABETS if word[0] in alphabet), "".join(sorted(set(word))))
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    fewer = {head + tail[1:] for head, tail in halves if tail}
    turned = {head + tail[1] + tail[0] + tail[2:] for head, tail in halves if len(tail) > 1}
    other = {head + letter + tail[1:] for head, tail in halves if tail for letter in letters}
    more = {head + letter + tail for head, tail in halves for letter in letters}
    return (fewer | turned | other | more) - {word}


def _stems(words: Iterable[str], languages: Sequence[str]) -> frozenset[str]:
    words = list(words)
    return frozenset(one for language in languages for one in all_stems(words, language)) - {""}


def _beginnings(word: str) -> Sequence[str]:
    """The first half of a long word and all that is one slip away from it, as beginnings."""
    half = word[: max(LEAST_BEGINNING, (len(word) + 1) // 2)]
    return [f"{one}{BEGUN}" for one in sorted({half, *slips_of(half)}) if len(one) >= LEAST_BEGINNING]


def _chosen(
    entries: Sequence[SearchEntry],
    words: Sequence[str],
    asked: Asked,
    slips: Mapping[str, frozenset[str]],
    languages: Sequence[str],
) -> Nearly | None:
    """Of what was found, that in which the nearest words stand."""
    standing = Counter(word for entry in entries for word in {*cut(entry.title), *cut(entry.body)})
    # A word that stands somewhere is meant as it is, where that leaves anything.
    for is_strict in (True, False):
        terms: list[tuple[str, ...]] = []
        instead: dict[str, Near] = {}
        for word, term in zip(words, asked.terms, strict=True):
            plain = folded(word)
            close = _closest(plain, slips.get(plain, frozenset()), term, standing, languages, is_strict=is_strict)
            if close:
                instead[plain] = Near(word, close)
            terms.append((*term, *(one for found in close for one in alternatives(found, languages))))
        kept = [entry for entry in entries if _has_all(entry, terms)]
        if kept and instead:
            return Nearly(kept, replace(asked, terms=terms), tuple(instead.values()))
    return None


def _closest(
    plain: str,
    slips: frozenset[str],
    term: Sequence[str],
    standing: Mapping[str, int],
    languages: Sequence[str],
    *,
    is_strict: bool,
) -> Sequence[str]:
    """The words as they stand that are nearest to one, a few; if `is_strict`, none where it stands there itself."""
    near: dict[str, tuple[bool, int, int, str]] = {}
    forms: dict[str, str] = {}
    for word, times in standing.items():
        bare = folded(word)
        stems = {stem(word, language) for language in languages}
        if not stems.isdisjoint(term):
            if is_strict:
                return ()
            continue
        if not (stems & slips or _are_two_slips_apart(plain, bare, slips)):
            continue
        key = (bare[:1] != plain[:1], distance(plain, bare), -times, bare)
        if bare not in near or word < forms[bare]:
            near[bare], forms[bare] = key, word
    ranked = sorted(near, key=lambda one: near[one])
    # Whoever slips seldom slips in the first letter.
    alike = [one for one in ranked if near[one][0] == near[ranked[0]][0]]
    return [forms[one] for one in alike[:SHOWN]]


def _are_two_slips_apart(plain: str, bare: str, slips: frozenset[str]) -> bool:
    """Whether a long word that is tried at all is no further from another."""
    return bool(slips) and len(plain) >= LONG and abs(len(bare) - len(plain)) <= 2 and distance(plain, bare) <= 2


def _has_all(entry: SearchEntry, terms: Sequence[Sequence[str]]) -> bool:
    tokens = {*entry.title_words.split(), *entry.body_words.split()}
    return all(not tokens.isdisjoint(term) for term in terms)


def distance(one: str, other: str) -> int:
    """How many slips lie between two words."""
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        above, before, row = before, row, [at]
        for place, sign in enumerate(other, start=1):
            least = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != sign))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == sign:
                least = min(least, above[place - 2] + 1)
            row.append(least)
    return row[-1]
