"""Searches that are kept, brought to what was just written: which of many searches a few new entries answer.

A search looks for entries; here each of many searches is held against entries that are known, by arithmetic on words
and marks. Whether its owner may find them is asked of the index, as a search asks it. Words count whole, in all their
forms.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from commonplace.people.models import Person
from commonplace.search.candidates import Looking, seen
from commonplace.search.findable import outside_spaces, states
from commonplace.search.models import SearchEntry
from commonplace.search.queries import WORDS, Filters, languages_here, narrowing
from commonplace.search.words import alternatives, cut


class _Held(NamedTuple):
    """An entry as searches are held against it."""

    entry: SearchEntry
    words: frozenset[str]
    marks: frozenset[str]


def has_words(text: str) -> bool:
    """Whether there is anything in it to look for: signs alone are not."""
    return any(alternatives(word, ["en"]) for word in cut(text)[:WORDS])


def is_of_what_is_written(filters: Filters) -> bool:
    """Whether a search may find conversations, and not people or communities alone."""
    return filters.kind not in outside_spaces()


class Percolator:
    """Holds searches against the entries of some things of one kind; read once, and asked of as many searches as one
    likes.
    """

    def __init__(self, kind: str, keys: Collection[int]) -> None:
        entries = SearchEntry.objects.filter(kind=kind, object_id__in=list(keys)).order_by("pk")
        self._held = [
            _Held(one, frozenset(f"{one.title_words} {one.body_words}".split()), frozenset(one.marks.split()))
            for one in entries
        ]
        self._every = frozenset[str]().union(*(one.words for one in self._held))
        self._languages = languages_here()
        self._terms: dict[str, Sequence[frozenset[str]]] = {}

    def answering(self, text: str, filters: Filters) -> list[SearchEntry]:
        """The entries that have all the words of a search, and are of what narrows it; for nobody in particular."""
        terms = self._terms_of(text)
        # Hardly any search has all its words in what was written this minute.
        if not terms or any(self._every.isdisjoint(term) for term in terms):
            return []
        found = [one for one in self._held if not any(one.words.isdisjoint(term) for term in terms)]
        if filters.community is not None:
            found = [one for one in found if one.entry.community_id == filters.community.pk]
        choices = narrowing(filters) if found else []
        return [one.entry for one in found if not any(one.marks.isdisjoint(choice) for choice in choices)]

    def findable(self, person: Person, filters: Filters, entries: Collection[SearchEntry]) -> Sequence[SearchEntry]:
        """Those of these entries that `person` may find by such a search; one query."""
        looking = Looking(
            person, state=states().get(filters.state), is_by_name=bool(filters.person_id or filters.writer)
        )
        return seen(looking, [one.pk for one in entries])

    def _terms_of(self, text: str) -> Sequence[frozenset[str]]:
        if text not in self._terms:
            found = (frozenset(alternatives(word, self._languages)) for word in cut(text)[:WORDS])
            self._terms[text] = [one for one in found if one]
        return self._terms[text]
