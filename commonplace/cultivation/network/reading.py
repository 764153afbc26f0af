"""The network of one community as it stands, from its ledger: arrays in, numbers and names' places out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

import igraph
import numpy as np

from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import BESIDE
from commonplace.cultivation.network import groups, shape, ties
from commonplace.cultivation.network.deeds import EPOCH, Columns, arrays_of, deeds_of
from commonplace.cultivation.network.groups import Groups
from commonplace.cultivation.network.shape import Mixing, Shape
from commonplace.cultivation.network.ties import Ints, Mask, Network
from commonplace.cultivation.network.weeks import Week, by_week, counted
from commonplace.people.models import Affiliation

# Weeks that are told beside the last: of these nothing is missing that ten half-lives would have left.
HALF_A_YEAR = 26


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


def read(community: Community, *, now: datetime, deeds: Columns | None = None) -> Reading:
    """The network of a community as it stood at `now`; three queries, whatever its size. `deeds` are those that tie at
    this moment, where they are at hand (see `deeds_of_both`).
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
    known = deeds_of(community, now) if deeds is None else deeds
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
