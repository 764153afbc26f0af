"""Words under which a text could be filed: those of the community first, then phrases that stand out in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from commonplace.communities.topics.queries import vocabulary
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.queries.topics import topics_known
from commonplace.lib import salience
from commonplace.lib.slugs import topic_slug
from commonplace.search.commonest import WORDS
from commonplace.search.words import stems

MOST = 5


@dataclass(frozen=True)
class Suggested:
    """A word to tick: whether the community has it already."""

    name: str
    is_ours: bool


def suggested_for(viewpoint: Viewpoint, title: str, text: str) -> Sequence[Suggested]:
    """At most five words for what somebody writes here, of those that they may know of; two queries."""
    if not f"{title}{text}".strip():
        return []
    seen = set(topics_known(viewpoint).values_list("pk", flat=True))
    ours = {pk: names for pk, names in vocabulary(viewpoint.community).items() if pk in seen}
    language = viewpoint.community.language
    known = [ours[pk][0] for pk, _weight in salience.known(title, text, ours, stem=stemmer(language))[:MOST]]
    taken = {topic_slug(name) for names in ours.values() for name in names}
    new = [one for one in _new(title, text, language) if topic_slug(one) and topic_slug(one) not in taken]
    return [*(Suggested(name, True) for name in known), *(Suggested(name, False) for name in new[: MOST - len(known)])]


def words_for[Key](
    title: str, text: str, ours: Mapping[Key, Sequence[str]], *, language: str, most: int = MOST
) -> list[Key | str]:
    """The same without a community: keys of its vocabulary, then phrases."""
    known: list[Key | str] = [key for key, _weight in salience.known(title, text, ours, stem=stemmer(language))[:most]]
    return [*known, *_new(title, text, language)][:most]


def _new(title: str, text: str, language: str) -> list[str]:
    return [one.words for one in salience.salient(title, text, small=small_words(language), stem=stemmer(language))]


@cache
def small_words(language: str) -> frozenset[str]:
    """The words of a language that say nothing of what a text is about; empty where nobody has listed them."""
    common = frozenset(WORDS.get(language, "").split())
    return common | salience.SHORT[language] if language in salience.SHORT else frozenset()


@cache
def stemmer(language: str) -> salience.Stem:
    """How search cuts the words of a language."""
    return lambda word: stems(word, language)
