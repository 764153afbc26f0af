"""Who could be introduced to whom: a few pairs at a time, each for a reason that both could be told.

Read are only what people say of themselves, what everybody inside may read, and the ties of the network.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import Final

from django.db.models import Count, F, Q

from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import LASTING
from commonplace.cultivation.network import reading as network
from commonplace.cultivation.network.ties import met
from commonplace.knowledge.queries import reading as knowledge
from commonplace.knowledge.queries.counted import YEAR, answers_inside
from commonplace.knowledge.queries.declared import Spellings
from commonplace.people.models import Affiliation
from commonplace.weaving.lots import Pair, pairs_in
from commonplace.weaving.models import CoffeeSeat, Introduction, Side, Unintroduced

# A steward is offered so many at a time.
MOST: Final = 9
# Whoever was asked is asked about nobody else for so long, and about the same one for a year.
REST: Final = timedelta(weeks=8)
AGAIN: Final = timedelta(days=366)
A_NEWCOMER_FOR: Final = timedelta(days=90)
# So many of those who answer on a topic, by turns, are looked at for two who never met.
MOST_OF_A_TOPIC: Final = 40
FEWEST_ANSWERED: Final = 2  # conversations on a topic


@dataclass(frozen=True)
class Found:
    """A pair, the one who seeks first, and why."""

    why: Introduction.Why
    seeks: int
    other: int
    topic: int | None


@dataclass(frozen=True)
class _One:
    craft: str
    topics: frozenset[int]
    unit: str
    is_new: bool


def find(community: Community, *, now: datetime) -> list[Found]:
    """At most nine pairs in which nobody stands twice, newcomers first; a fixed number of queries."""
    known, since, units = knowledge.read(community, now=now), _joined(community, now), units_of(community)
    words = Spellings((pk, name) for pk, one in known.words.items() for name in (one.name, *one.synonyms))
    here = {
        pk: _One(
            craft=" ".join(known.people[pk].about.casefold().split()),
            topics=frozenset(words.spoken_of(known.people[pk].about)),
            unit=units.get(pk, ""),
            is_new=joined > now - A_NEWCOMER_FOR,
        )
        for pk, joined in since.items()
        if pk in known.people
    }
    apart = _Apart(here.keys(), _have_met(community, here.keys(), now))
    asks = {pk: (one.learning & here.keys(), one.declared & here.keys()) for pk, one in known.topics.items()}
    candidates = (_newcomers(here), _asking(asks), _answering(_answered(community, here.keys(), now)))
    return list(apart.first(MOST, (one for kind in candidates for one in kind)))


@dataclass
class _Apart:
    """Takes pairs of people who have not met, each person once."""

    free: Collection[int]
    have_met: Collection[Pair]

    def first(self, number: int, found: Iterable[Found]) -> Iterator[Found]:
        taken: set[int] = set()
        for one in found:
            if taken.isdisjoint({one.seeks, one.other}) and frozenset((one.seeks, one.other)) not in self.have_met:
                taken |= {one.seeks, one.other}
                yield one
                if len(taken) == 2 * number:
                    return


def _joined(community: Community, now: datetime) -> Mapping[int, datetime]:
    """Members who may be proposed, and since when they are here."""
    rested = Side.objects.filter(introduction__community=community, introduction__asked_at__gt=now - REST)
    rows = (
        Membership.objects.filter(community=community, standing__in=LASTING, person__claimed_at__isnull=False)
        .exclude(pace=Membership.Pace.FOLLOW)
        .exclude(person__in=Unintroduced.objects.filter(community=community).values("person"))
        .exclude(person__in=rested.values("person"))
    )
    return dict(rows.values_list("person_id", "joined_at"))


def units_of(community: Community) -> Mapping[int, str]:
    """Where members say that they belong: organisation and unit, as one word to compare."""
    here = Membership.objects.filter(community=community).values("person")
    rows = Affiliation.objects.filter(person__in=here).order_by("is_main", "-pk")
    return {
        person: f"{organisation}, {unit}".casefold()
        for person, organisation, unit in rows.values_list("person_id", "organisation", "unit")
    }


def _newcomers(here: Mapping[int, _One]) -> Iterator[Found]:
    """Whoever came in lately, with somebody of the same craft in another unit."""
    by_craft: dict[str | int, list[int]] = defaultdict(list)
    for pk in sorted(here):
        one = here[pk]
        for craft in ({one.craft} - {""}) | one.topics:
            by_craft[craft].append(pk)
    for pk in sorted(here):
        new = here[pk]
        if not new.is_new:
            continue
        alike: list[tuple[int, int | None]] = [(other, None) for other in by_craft.get(new.craft, ())]
        alike += [(other, topic) for topic in sorted(new.topics) for other in by_craft[topic]]
        for other, topic in alike:
            elsewhere = here[other].unit and new.unit and here[other].unit != new.unit
            if other != pk and elsewhere and not here[other].is_new:
                yield Found(Introduction.Why.NEWCOMER, pk, other, topic)


def _asking(topics: Mapping[int, tuple[Collection[int], Collection[int]]]) -> Iterator[Found]:
    """Whoever learns about something with whoever may be asked about it, where few may be asked first."""
    for topic, (asking, offering) in sorted(topics.items(), key=lambda one: (len(one[1][1]), one[0])):
        for seeks in sorted(asking):
            for other in sorted(offering):
                if seeks != other:
                    yield Found(Introduction.Why.ASKS, seeks, other, topic)


def _answering(topics: Mapping[int, list[int]]) -> Iterator[Found]:
    for topic, people in sorted(topics.items()):
        for one, other in combinations(people[:MOST_OF_A_TOPIC], 2):
            yield Found(Introduction.Why.ANSWERS, one, other, topic)


def _answered(community: Community, here: Collection[int], now: datetime) -> Mapping[int, list[int]]:
    """Who answered on each topic within a year where everybody inside may read it, in two conversations and more."""
    rows = (
        answers_inside(community, now - YEAR, now)
        .exclude(conversation__author=F("author"))
        .filter(conversation__topics__isnull=False)
        .order_by()
        .values_list("conversation__topics", "author")
        .annotate(n=Count("conversation", distinct=True))
        .filter(n__gte=FEWEST_ANSWERED)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for topic, person, _n in sorted(rows):
        if person in here:
            found[topic].append(person)
    return found


def _have_met(community: Community, here: Collection[int], now: datetime) -> Collection[Pair]:
    """Pairs with a deed towards each other or in one thing, however faded; and who was introduced or asked about,
    put aside, or had coffee.
    """
    deeds = network.read(community, now=now)
    one_way = zip(deeds.towards.person.tolist(), deeds.towards.other.tolist(), strict=True)
    both = met(deeds.together)
    found = {frozenset(pair) for pair in one_way}
    found |= {frozenset(pair) for pair in zip(both.one.tolist(), both.other.tolist(), strict=True)}
    lately = Q(asked_at__gt=now - AGAIN) | Q(put_aside_at__gt=now - AGAIN) | Q(introduced_at__isnull=False)
    introduced = Introduction.objects.filter(lately, community=community)
    found |= pairs_in(Side.objects.filter(introduction__in=introduced).values_list("introduction", "person"))
    drawn = CoffeeSeat.objects.filter(coffee__draw__community=community)
    return found | pairs_in(drawn.values_list("coffee", "person"))
