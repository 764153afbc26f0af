"""The network of one community as it stands, from its ledger: arrays in, numbers and names' places out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

import igraph
import numpy as np
from django.db.models import QuerySet

from commonplace.communities.doors import Confidence
from commonplace.communities.ledger import deeds_in_force
from commonplace.communities.models import Community, Deed, Membership
from commonplace.communities.standing import BESIDE
from commonplace.cultivation.network import groups, shape, ties
from commonplace.cultivation.network.groups import Groups
from commonplace.cultivation.network.shape import Mixing, Shape
from commonplace.cultivation.network.ties import Floats, Ints, Mask, Network
from commonplace.cultivation.network.weeks import Week, by_week, counted
from commonplace.people.models import Affiliation

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Weeks that are told beside the last: of these nothing is missing that ten half-lives would have left.
HALF_A_YEAR = 26

# What a deed towards somebody weighs, by its verb.
TOWARDS = {
    "replied": 4.0,
    "answered_desk": 4.0,
    "thanked": 1.0,
    "settled": 2.0,
    "told_outcome": 2.0,
    "asked_in": 2.0,
    "passed_question": 2.0,
    "was_introduced": 2.0,
    "suggested": 3.0,
    "took_suggestion": 3.0,
    "commented": 3.0,
    "read_resource": 3.0,
    "translated": 3.0,
    "said_again": 3.0,
    "adapted": 3.0,
}
ATTENDING, WRITING, WORKING = 3.0, 6.0, 7.0
# What several do in one thing, by the kind of the thing.
TOGETHER: dict[str, tuple[tuple[str, ...], float]] = {
    "gathering": (("attended", "hosted"), ATTENDING),
    "resource": (("kept", "revised", "put_version", "translated"), WRITING),
    "undertaking": (
        ("began_undertaking", "took_hand", "took_part_in_undertaking", "drafted", "commented", "noted_learning"),
        WORKING,
    ),
}
# A gathering that was led by its form has worked on something.
LED = "began_to_run"
NOTHING: tuple[tuple[str, ...], float] = ((), 0.0)
VERBS = (*TOWARDS, *(verb for verbs, _ in TOGETHER.values() for verb in verbs), LED)


@dataclass(frozen=True)
class Told:
    """Where people say they belong: a number for each of them, -1 for nothing, and the names of the numbers."""

    of: Ints
    names: Sequence[str]


@dataclass(frozen=True)
class Reading:
    """The network of a day with all that is read from it: who of its people `belongs` (a member who can sign in), and
    who can sign in.
    """

    on: date
    network: Network
    towards: ties.Towards
    together: ties.Together
    belongs: Mask
    is_claimed: Mask
    units: Told
    countries: Told
    languages: Told

    @cached_property
    def graph(self) -> igraph.Graph:
        """The ties as a graph."""
        return shape.graph_of(self.network.ties, self.network.people.size)

    @cached_property
    def shape(self) -> Shape:
        """The numbers of the whole."""
        return shape.read(self.network, self.graph)

    @cached_property
    def groups(self) -> Groups:
        """The groups found."""
        return groups.find(self.graph, self.network.ties.weight)

    @cached_property
    def likeness(self) -> float | None:
        """How much the groups found are the units that people told (adjusted mutual information)."""
        told = (self.units.of >= 0) & (self.network.degree > 0)
        return groups.likeness(self.groups.of[told], self.units.of[told]) if np.count_nonzero(told) > 1 else None

    @cached_property
    def weeks(self) -> list[Week]:
        """The counts of half a year week by week, the day read last, of the ties of those who are here on that day."""
        last = (self.on - EPOCH.date()).days
        ons = range(last - 7 * HALF_A_YEAR, last + 1, 7)
        return [counted(*one) for one in by_week(self.towards, self.together, ons)]

    @property
    def bridges(self) -> dict[str, Mixing | None]:
        """How ties mix over what people told."""
        sides = {"units": self.units, "countries": self.countries, "languages": self.languages}
        return {side: shape.mixing(self.network.ties, told.of) for side, told in sides.items()}


def read(community: Community, *, now: datetime, deeds: Sequence[Row] | None = None) -> Reading:
    """The network of a community as it stood at `now`; three queries, whatever its size. `deeds` may be at hand (see
    `deeds_since`), of this time and of others.
    """
    rows = list(
        Membership.objects.filter(community=community, joined_at__lte=now).values_list(
            "person_id", "standing", "person__claimed_at", "left_at", "person__languages"
        )
    )
    gone = {person for person, _, _, left, _ in rows if left is not None and left <= now}
    claimed = {person for person, _, claimed_at, _, _ in rows if claimed_at is not None}
    # Guests come for one thing and leave, sponsors stand beside: a tie alone makes them part of it. So does it a name
    # of an archive.
    belong = [person for person, standing, *_ in rows if person in claimed - gone and standing not in BESIDE]
    since = now - timedelta(days=ties.WINDOW)
    known = deeds_since(community, now, now) if deeds is None else [one for one in deeds if since < one[5] <= now]
    towards, together = arrays_of(known, _ints(gone))
    network = ties.read(towards, together, _ints(belong), on=(now - EPOCH).days)
    languages = {person: said[0] for person, *_, said in rows if said}
    units, countries = _affiliations(community)
    return Reading(
        on=now.astimezone(UTC).date(),
        network=network,
        towards=towards,
        together=together,
        belongs=np.isin(network.people, _ints(belong)),
        is_claimed=np.isin(network.people, _ints(claimed)),
        units=_told(network.people, units),
        countries=_told(network.people, countries),
        languages=_told(network.people, languages),
    )


def deeds_since(community: Community, first: datetime, now: datetime) -> list[Row]:
    """The deeds from which the networks from one moment to another are read; one query."""
    return list(tying_deeds(community, now, first).order_by().values_list(*COLUMNS))


def tying_deeds(community: Community, now: datetime, first: datetime | None = None) -> QuerySet[Deed]:
    """The deeds that tie at `now`, and from `first` on, less what was said or done in confidence.

    Of a gathering in confidence a deed tells neither which it was nor where: it has no space, and is left out by that.
    """
    return deeds_in_force().filter(
        community=community,
        verb__in=VERBS,
        person__isnull=False,
        space__confidence=Confidence.ORDINARY,
        happened_at__gt=(first or now) - timedelta(days=ties.WINDOW),
        happened_at__lte=now,
    )


COLUMNS = ("verb", "person_id", "towards_id", "what", "what_id", "happened_at")
Row = tuple[str, int | None, int | None, str, int | None, datetime]


def arrays_of(rows: Sequence[Row], gone: Ints) -> tuple[ties.Towards, ties.Together]:
    """These deeds as columns, less those of and towards people who are gone."""
    person, other = _ints(row[1] or -1 for row in rows), _ints(row[2] or -1 for row in rows)
    day = _ints((row[5] - EPOCH).days for row in rows)
    weight = _floats(TOWARDS.get(row[0], 0.0) for row in rows)
    one_way = (weight > 0) & (other >= 0) & ~np.isin(person, gone) & ~np.isin(other, gone)
    led = {row[4] for row in rows if row[0] == LED}
    things: dict[tuple[str, int], int] = {}
    thing, share = [], []
    for verb, _person, _other, what, what_id, _at in rows:
        verbs, weighs = TOGETHER.get(what, NOTHING)
        shared = verb in verbs and what_id is not None
        thing.append(things.setdefault((what, what_id or 0), len(things)) if shared else -1)
        share.append(WORKING if what == "gathering" and what_id in led else weighs)
    places, shares = _ints(thing), _floats(share)
    both = (places >= 0) & ~np.isin(person, gone)
    return (
        ties.Towards(person[one_way], other[one_way], day[one_way], weight[one_way]),
        ties.Together(person[both], places[both], day[both], shares[both]),
    )


def _affiliations(community: Community) -> tuple[dict[int, str], dict[int, str]]:
    """Where people of a community work and in which country, by the place that each called the main one, or any."""
    here = Membership.objects.filter(community=community).values("person")
    rows = Affiliation.objects.filter(person__in=here).order_by("is_main", "-pk")
    units, countries = {}, {}
    for person, organisation, unit, country in rows.values_list("person_id", "organisation", "unit", "country"):
        units[person] = f"{organisation}, {unit}" if unit else organisation
        countries[person] = country
    return units, {person: country for person, country in countries.items() if country}


def _told(people: Ints, said: dict[int, str]) -> Told:
    """What these said as numbers, in the order of the names; written large or small it is the same."""
    names = {name.strip().casefold(): name.strip() for name in sorted(said.values())}
    number = {key: at for at, key in enumerate(sorted(names))}
    of = [number[said[person].strip().casefold()] if person in said else -1 for person in people.tolist()]
    return Told(_ints(of), [names[key] for key in sorted(names)])


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def _floats(values: Iterable[float]) -> Floats:
    return np.fromiter(values, dtype=np.float64)
