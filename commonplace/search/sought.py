"""The words that were looked for, told from all others, and by which of them something was found."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from commonplace.search.words import alternatives, cut, folded, seen, standing_in, stem


class How(StrEnum):
    """How a word that was found stands to the one that was asked for."""

    SAME = "same"
    FORM = "form"
    BEGUN = "begun"
    NEAR = "near"


@dataclass(frozen=True)
class Near:
    """A word that stands nowhere, and words near it that stand for it."""

    asked: str
    found: Sequence[str]


@dataclass(frozen=True)
class Why:
    """One word as it was asked, how it stands there, and where: `title`, `text`, `topic`."""

    asked: str
    found: str
    how: How
    where: Sequence[str]


class Sought:
    """Tells which words as written are one of those asked for; it remembers words.

    `pairs` are words, each with its stems; the last may be the beginning of one if `is_prefix`.
    """

    def __init__(
        self,
        pairs: Sequence[tuple[str, Sequence[str]]],
        languages: Collection[str],
        *,
        is_prefix: bool = False,
        near: Sequence[Near] = (),
    ) -> None:
        self._words, self._languages = [word for word, _stems in pairs], languages
        self._asked = [folded(word) for word in self._words]
        self._exact: dict[str, int] = {}
        self._near: set[str] = set()
        for at, (_word, stems) in enumerate(pairs):
            for one in stems:
                self._exact.setdefault(one, at)
        for other in near:
            at = self._asked.index(folded(other.asked))
            for one in {found for word in other.found for found in alternatives(word, languages)} - self._exact.keys():
                self._exact[one] = at
                self._near.add(one)
        self._begun = tuple(pairs[-1][1]) if is_prefix else ()
        self._known: set[str] = set()
        self._hits: dict[str, tuple[int, How]] = {}

    def among(self, words: Iterable[str]) -> set[str]:
        """Those of these words that were looked for."""
        words = set(words)
        new, exact, begun = words - self._known, self._exact, self._begun
        for language in self._languages:
            # Most words are no hits, and looking is all that is done about them.
            for word in [
                one
                for one in new
                if (it := stem(one if one.isascii() else seen(one), language)) in exact or it.startswith(begun)
            ]:
                plain = seen(word)
                self._hits.setdefault(word, self._term_of(plain, stem(plain, language)))
        self._known |= new
        return words & self._hits.keys()

    def within(self, text: str) -> set[str]:
        """Those of the words of a text that were looked for."""
        return self.among(cut(text) if text.isascii() else [found[0] for found in standing_in(text)])

    def _term_of(self, word: str, stem: str) -> tuple[int, How]:
        """Which of the words asked for it is, and how."""
        at = self._exact.get(stem)
        if at is None:
            return len(self._asked) - 1, How.BEGUN
        if stem in self._near:
            return at, How.NEAR
        return at, How.SAME if folded(word) == self._asked[at] else How.FORM

    def why(self, places: Mapping[str, Collection[str]], *, topics: Collection[str]) -> Sequence[Why]:
        """By which words something was found: `places` hold the words found there, `topics` the stems of the title and
        of what the thing is filed under.
        """
        order = list(How)
        whys = []
        for at, asked in enumerate(self._words):
            if self._asked.index(self._asked[at]) != at:
                continue  # asked twice
            hits = {place: [word for word in words if self._hits[word][0] == at] for place, words in places.items()}
            every = {word for words in hits.values() for word in words}
            where = [place for place, words in hits.items() if words]
            stems = [one for one, owner in self._exact.items() if owner == at]
            if "title" not in where and not set(stems).isdisjoint(topics):
                where.append("topic")
            if not where:
                continue
            nearest = min(every, key=lambda word: (order.index(self._hits[word][1]), len(word), word), default="")
            how = self._hits[nearest][1] if nearest else How.SAME
            whys.append(Why(asked, seen(nearest) if nearest else asked, how, where))
        return whys
