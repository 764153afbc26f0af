"""Which topics somebody speaks of in the words of their own page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from commonplace.knowledge.queries.who_may_know import LEAST_LETTERS
from commonplace.lib.folding import folded

_BEGINNING = re.compile(r"\b\w")
_END = re.compile(r"\b")


class Spellings:
    """The words of a community as they may be written, each leading to its topic.

    Found is a name at the beginning of a word, as `who_offer` finds it; one of few letters only as a whole word.
    """

    def __init__(self, names: Iterable[tuple[int, str]]) -> None:
        self._topics: dict[str, set[int]] = defaultdict(set)
        for topic, name in names:
            if spelt := folded(name):
                self._topics[spelt].add(topic)
        self._lengths = sorted({len(spelt) for spelt in self._topics})

    def spoken_of(self, text: str) -> set[int]:
        """The topics that a text speaks of."""
        said = " ".join(folded(text).split())
        found: set[int] = set()
        for begins in _BEGINNING.finditer(said):
            for length in self._lengths:
                ends = begins.start() + length
                if ends > len(said):
                    break
                if length < LEAST_LETTERS and not _END.match(said, ends):
                    continue
                found |= self._topics.get(said[begins.start() : ends], set())
        return found


def by_topic(spoken: Mapping[int, Iterable[int]]) -> Mapping[int, frozenset[int]]:
    """For each topic who speaks of it, from what each person speaks of."""
    found: dict[int, set[int]] = defaultdict(set)
    for person, topics in spoken.items():
        for topic in topics:
            found[topic].add(person)
    return {topic: frozenset(people) for topic, people in found.items()}
