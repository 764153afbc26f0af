"""What is asked, answered, kept and known on each topic of a community, within a year.

Only what everybody inside may read is counted: nothing of a group, nothing that is held, nothing said in confidence. So
the map is the same for whoever may open it, and tells nobody of what they may not see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commonplace.communities.models import Community, Membership, Topic
from commonplace.knowledge.figures import Figures, Showed
from commonplace.knowledge.gaps import FEW_ANSWERERS, Aside, Gap, Missing, gaps
from commonplace.knowledge.queries.counted import ANSWERED, ASIDE, HELPED, KEPT, TALKED, WELCOME, YEAR, counted
from commonplace.knowledge.queries.declared import Spellings, by_topic


@dataclass(frozen=True)
class Word:
    """A word of the vocabulary as the map names it: what else it is called, those words' addresses, and what lies right
    above it.
    """

    topic: int
    name: str
    slug: str
    broader: int | None
    synonyms: Sequence[str] = ()
    led_from: Sequence[str] = ()


@dataclass(frozen=True)
class Member:
    """Somebody who is here, with what a byline shows; names of an archive, and who only follows, may not be named as
    knowing anything.
    """

    name: str
    about: str
    photo_id: int | None
    is_claimed: bool
    may_be_named: bool


@dataclass(frozen=True)
class Reading:
    """A community's knowledge: its words in use, the figures of those that everybody inside may know of, who is here,
    when the year ends that was read, and which gaps a steward set aside.
    """

    words: Mapping[int, Word]
    topics: Mapping[int, Figures]
    people: Mapping[int, Member]
    until: datetime
    aside: Mapping[tuple[int, Missing], Aside]

    def gaps(self) -> Sequence[Gap]:
        """What is missing and not set aside."""
        return [gap for gap in gaps(self.topics.values()) if gap.key not in self.aside]

    def gaps_aside(self) -> Sequence[tuple[Gap, Aside]]:
        """What is missing and was set aside."""
        found = gaps(self.topics.values())
        return [(gap, self.aside[gap.key]) for gap in found if gap.key in self.aside]

    def at(self, slug: str) -> Word | None:
        """The word at an address, or the one that it leads to, where everybody inside may know of it."""
        words = (word for pk, word in self.words.items() if pk in self.topics)
        return next((word for word in words if slug == word.slug or slug in word.led_from), None)


def read(community: Community, *, now: datetime, goes_back: bool = False) -> Reading:
    """The knowledge of a community in the year that ends now; three queries, however much there is.

    Where nothing was asked in that year and one `goes_back`, it is the last year that had a question, as in an archive
    that ended long ago; one query more.
    """
    words = _words(community)
    people, said, learns = _people(community, words, now)
    told, until = list(counted(community, now=now, until=now)), now
    if goes_back and (last := _last_asked(told)) is not None and last <= now - YEAR:
        until = last
        told = list(counted(community, now=now, until=until))
    return Reading(words, _figures(told, words, people, said, learns), people, until, _aside(told))


def _last_asked(told: Iterable[Any]) -> datetime | None:
    """When something was last asked, of what was counted."""
    return max((newest for kind, *_, newest, _oldest in told if kind == TALKED and newest is not None), default=None)


def lacking(community: Community, *, now: datetime) -> Sequence[Gap]:
    """The gaps of a community that nobody set aside, but for those that depend on what people say of themselves; one
    query.
    """
    told = list(counted(community, now=now, until=now))
    words = {topic: Word(topic, name, slug, None) for kind, topic, name, slug, *_ in told if kind in (TALKED, KEPT)}
    aside = _aside(told)
    return [gap for gap in gaps(_figures(told, words, {}, {}, {}).values()) if gap.key not in aside]


def _aside(told: Iterable[Any]) -> Mapping[tuple[int, Missing], Aside]:
    """What was set aside, by topic and what is missing of it."""
    rows = [(topic, Missing(word), by, until) for kind, topic, _n, word, by, *_, until, _at in told if kind == ASIDE]
    return {(topic, missing): Aside(by, until) for topic, missing, by, until in rows}


def _figures(
    told: Iterable[Any],
    words: Mapping[int, Word],
    people: Mapping[int, Member],
    said: Mapping[int, frozenset[int]],
    learns: Mapping[int, frozenset[int]],
) -> Mapping[int, Figures]:
    """The figures of each word under which everybody inside may read something."""
    rows: dict[int, list[Any]] = {kind: [] for kind in (TALKED, ANSWERED, HELPED, KEPT, WELCOME, ASIDE)}
    for kind, topic, _name, _slug, *numbers in told:
        if topic in words:
            rows[kind].append((topic, *numbers))
    showed: dict[int, dict[int, Showed]] = defaultdict(dict)
    welcome: dict[int, set[int]] = defaultdict(set)
    for topic, person, helped, *_ in rows[HELPED]:
        if person in people:
            showed[topic][person] = Showed(helped)
    shelves: dict[int, _Shelf] = defaultdict(_Shelf)
    for topic, person, number, old, cases, _, newest, oldest in rows[KEPT]:
        shelves[topic].put(number, old, newest, oldest)
        if person in people:
            before = showed[topic].get(person, Showed())
            showed[topic][person] = Showed(before.helped, number, cases)
    for topic, person, *_ in rows[WELCOME]:
        if person in people and people[person].may_be_named:
            welcome[topic].add(person)
    talked = {topic: numbers for topic, _person, *numbers in rows[TALKED]}
    answered_by = {topic: numbers for topic, _person, *numbers in rows[ANSWERED]}
    found = {}
    for pk, word in words.items():
        total, asked, answered, settled, *_ = talked.get(pk, (0, 0, 0, 0))
        number, first, last, *_ = answered_by.get(pk, (0, 0, 0))
        found[pk] = Figures(
            pk,
            word.name,
            word.slug,
            talked=total,
            asked=asked,
            answered=answered,
            settled=settled,
            answered_by=number,
            answerers=frozenset({first, last}) if 0 < number <= FEW_ANSWERERS else frozenset(),
            kept=shelves[pk].kept,
            stale=shelves[pk].stale,
            newest_at=shelves[pk].newest_at,
            oldest_at=shelves[pk].oldest_at,
            declared=said.get(pk, frozenset()),
            showed=showed[pk],
            welcome=frozenset(welcome[pk]),
            learning=learns.get(pk, frozenset()),
        )
    return {pk: one for pk, one in found.items() if one.is_met}


@dataclass
class _Shelf:
    """What is kept under one topic, put together from what each keeps."""

    kept: int = 0
    stale: int = 0
    newest_at: datetime | None = None
    oldest_at: datetime | None = None

    def put(self, kept: int, stale: int, newest_at: datetime, oldest_at: datetime) -> None:
        self.kept += kept
        self.stale += stale
        self.newest_at = max(self.newest_at or newest_at, newest_at)
        self.oldest_at = min(self.oldest_at or oldest_at, oldest_at)


def _words(community: Community) -> Mapping[int, Word]:
    rows = Topic.every.filter(community=community).order_by("name", "pk")
    told = list(rows.values_list("pk", "name", "slug", "same_as_id", "broader_id"))
    synonyms: dict[int, list[str]] = defaultdict(list)
    led_from: dict[int, list[str]] = defaultdict(list)
    for _pk, name, slug, same_as, _broader in told:
        if same_as is not None:
            synonyms[same_as].append(name)
            led_from[same_as].append(slug)
    return {
        pk: Word(pk, name, slug, broader, synonyms.get(pk, ()), led_from.get(pk, ()))
        for pk, name, slug, same_as, broader in told
        if same_as is None
    }


def _people(
    community: Community, words: Mapping[int, Word], now: datetime
) -> tuple[Mapping[int, Member], Mapping[int, frozenset[int]], Mapping[int, frozenset[int]]]:
    """Who is here; who speaks of which topics, and who learns about them, of those who may be named."""
    spellings = Spellings((pk, name) for pk, one in words.items() for name in (one.name, *one.synonyms))
    rows = Membership.objects.current(now).filter(community=community).order_by()
    here: dict[int, Member] = {}
    said, learns = {}, {}
    columns = ("name", "craft", "photo", "claimed_at", "ask_about", "learning_about")
    told = rows.values_list("person_id", "pace", *(f"person__{column}" for column in columns))
    for pk, pace, name, craft, photo, claimed_at, ask_about, learning_about in told:
        may_be_named = claimed_at is not None and pace != Membership.Pace.FOLLOW
        here[pk] = Member(name, craft, photo, claimed_at is not None, may_be_named)
        if may_be_named:
            said[pk] = spellings.spoken_of(ask_about) if ask_about else ()
            learns[pk] = spellings.spoken_of(learning_about) if learning_about else ()
    return here, by_topic(said), by_topic(learns)
