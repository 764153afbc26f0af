"""The map of what people spoke of: how many spoke of each issue, and which of their words could be gathered into one.

Who belongs to an issue is said by people; a text only suggests it, by words that stand in what was said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from commonplace.conversations.queries.suggesting import small_words, stemmer
from commonplace.launch.models import Interview, Issue, Launch, Voice
from commonplace.lib.salience import phrases

MOST_DOTS = 60
MOST_WORDS = 8
FEWEST_PEOPLE = 2  # what one person alone spoke of is theirs


@dataclass(frozen=True)
class Drawn:
    """An issue with how many spoke of it, and how many of them it keeps awake."""

    issue: Issue
    people: int
    awake: int

    @property
    def dots(self) -> list[bool]:
        """One for each person, those first whom it keeps awake."""
        return ([True] * self.awake + [False] * (self.people - self.awake))[:MOST_DOTS]


@dataclass(frozen=True)
class Repeated:
    """A phrase that several used, and how many of them."""

    words: str
    people: int


def drawn_of(launch: Launch) -> list[Drawn]:
    """The issues of a launch, those first of which most spoke; two queries."""
    people: Counter[int] = Counter()
    awake: Counter[int] = Counter()
    for issue, is_awake in Voice.objects.filter(issue__launch=launch).values_list("issue_id", "is_awake"):
        people[issue] += 1
        awake[issue] += is_awake
    found = [Drawn(one, people[one.pk], awake[one.pk]) for one in Issue.objects.filter(launch=launch)]
    return sorted(found, key=lambda one: (-one.people, -one.awake, one.issue.pk))


def repeated(interviews: Iterable[Interview], issues: Iterable[Issue], *, language: str) -> list[Repeated]:
    """Phrases that two people or more used of what is hard, and that no issue has yet; the most repeated first."""
    taken = {stem for one in issues for stem in _stems(f"{one.name}. {one.about}", language)}
    people: Counter[tuple[str, ...]] = Counter()
    shown: dict[tuple[str, ...], str] = {}
    for one in interviews:
        for stems, words in _phrases(one.hard, language).items():
            people[stems] += 1
            shown.setdefault(stems, words)
    found = [stems for stems, number in people.items() if number >= FEWEST_PEOPLE and not taken.issuperset(stems)]
    # A longer phrase says more than the words in it, where as many used it.
    found = [one for one in found if not any(_is_within(one, other, people) for other in found)]
    found.sort(key=lambda stems: (-people[stems], -len(stems), shown[stems]))
    return [Repeated(shown[stems], people[stems]) for stems in found[:MOST_WORDS]]


def likely(issue: Issue, interviews: Iterable[Interview], *, language: str) -> set[int]:
    """Keys of the conversations in which a word of the issue stands."""
    words = _stems(f"{issue.name}. {issue.about}", language)
    return {one.pk for one in interviews if words & _stems(one.hard, language)}


def _phrases(text: str, language: str) -> Mapping[tuple[str, ...], str]:
    return phrases(text, small=small_words(language), stem=stemmer(language))


def _stems(text: str, language: str) -> set[str]:
    return {stem for stems in _phrases(text, language) for stem in stems}


def _is_within(part: Sequence[str], whole: Sequence[str], people: Mapping[tuple[str, ...], int]) -> bool:
    return len(part) < len(whole) and set(part) <= set(whole) and people[tuple(part)] <= people[tuple(whole)]
