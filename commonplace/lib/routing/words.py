"""How much of a question's words people wrote before, and how like it earlier conversations are: Okapi BM25.

As in Robertson & Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond* (2009), with all that a person
wrote as one document. A post is learnt by adding its words to two documents.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from heapq import nlargest, nsmallest
from math import log
from typing import Final

K1: Final = 1.2
B: Final = 0.75
NEAREST: Final = 20  # conversations
RARE: Final = 40  # words of a question that are looked for in what people wrote: the others everyone writes
RAREST: Final = 24  # those by which conversations are found


class Documents:
    """Documents that grow, found by words."""

    def __init__(self) -> None:
        self._holding: dict[str, dict[Hashable, int]] = defaultdict(dict)
        self._lengths: Counter[Hashable] = Counter()
        self._all = 0

    def add(self, key: Hashable, words: Iterable[str]) -> None:
        """Let a document go on."""
        bag = Counter(words)
        for word, times in bag.items():
            held = self._holding[word]
            held[key] = held.get(key, 0) + times
        size = bag.total()
        self._lengths[key] += size
        self._all += size

    def scores(self, words: Iterable[str], *, rarest: int | None = None) -> Mapping[Hashable, float]:
        """What each document that holds one of the words says of them; of all words, or the rarest alone."""
        known = [word for word in {*words} if self._holding.get(word)]
        if rarest is not None:
            known = nsmallest(rarest, known, key=lambda word: len(self._holding[word]))
        number, found = len(self._lengths), defaultdict[Hashable, float](float)
        mean = self._all / number if number else 1.0
        for word in sorted(known):
            held = self._holding[word]
            weight = log(1 + (number - len(held) + 0.5) / (len(held) + 0.5)) * (K1 + 1)
            for key, times in held.items():
                found[key] += weight * times / (times + K1 * (1 - B + B * self._lengths[key] / mean))
        return found


class Words:
    """What was written in one community: by whom, and in which conversations that somebody opened."""

    def __init__(self) -> None:
        self.people, self.openings = Documents(), Documents()

    def hear(self, person: Hashable, thread: Hashable, words: Iterable[str], *, opens: bool) -> None:
        """Learn from one post."""
        words = list(words)
        self.people.add(person, words)
        if opens:
            self.openings.add(thread, words)

    def written(self, words: Iterable[str]) -> Mapping[Hashable, float]:
        """How much of these words each person wrote."""
        return self.people.scores(words, rarest=RARE)

    def near(self, words: Iterable[str]) -> Mapping[Hashable, float]:
        """The conversations most like these words."""
        found = self.openings.scores(words, rarest=RAREST)
        return dict(nlargest(NEAREST, found.items(), key=lambda item: (item[1], str(item[0]))))


__all__ = ["Documents", "Words"]
