"""Whoever an archive tells of becomes somebody of its community: known by an address there, else remembered."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from commonplace.communities.membership.actions.admitting import admit_all
from commonplace.people.actions.remembering import Remembered, remember
from commonplace.people.models import Person
from commonplace.transfer.actions.naming import names_for_the_nameless, shown_name
from commonplace.transfer.earlier_runs import holders_of
from commonplace.transfer.models import Import


@dataclass(frozen=True, slots=True)
class Newcomer[K: Hashable]:
    """Somebody as an archive tells of them; `at` is when they were first seen, `person` who they are known to be.

    Of whoever was erased neither name nor address is told.
    """

    key: K
    name: str
    at: datetime
    addresses: tuple[str, ...] = ()
    person: Person | None = None


def become[K: Hashable](run: Import, some: Sequence[Newcomer[K]]) -> tuple[Mapping[K, Person], Sequence[Person]]:
    """Who each of these is, from now on in the community; and those who are new. Inside one transaction.

    Two with one address are one. `run.unnamed` counts those without a name, and is to be saved.
    """
    persons = {one.key: one.person for one in some if one.person is not None}
    unknown = [one for one in some if one.person is None]
    holders = holders_of({address for one in unknown for address in one.addresses}, run.community)
    new: list[Newcomer[K]] = []
    is_one: dict[K, K] = {}  # whoever shares an address with one before them
    first: dict[str, K] = {}
    for one in unknown:
        if (holder := next((holders[a] for a in one.addresses if a in holders), None)) is not None:
            persons[one.key] = holder
        elif (same := next((first[a] for a in one.addresses if a in first), None)) is not None:
            is_one[one.key] = same
        else:
            new.append(one)
            first |= dict.fromkeys(one.addresses, one.key)
    made = remember(
        people=[
            Remembered(name=name, at=one.at, addresses=one.addresses)
            for one, name in zip(new, _names(run, new), strict=True)
        ],
        archive_of=run.community_id,
    )
    persons |= {one.key: person for one, person in zip(new, made, strict=True)}
    persons |= {key: persons[same] for key, same in is_one.items()}
    since: dict[Person, datetime] = {}
    for one in some:
        person = persons[one.key]
        since[person] = min(one.at, since.get(person, one.at))
    # In the order in which they were first seen, so that the ledger reads as it happened.
    arrivals = sorted(since.items(), key=lambda arrival: (arrival[1], arrival[0].pk))
    admit_all(arrivals=arrivals, community=run.community, origin=run.origin)
    return persons, made


def _names[K: Hashable](run: Import, new: Sequence[Newcomer[K]]) -> list[str]:
    """What each is called. The nameless are numbered by when they were first seen, however the files were named."""
    names = {one.key: shown_name(one.name) for one in new}
    nameless = [one.key for one in sorted(new, key=lambda one: (one.at, str(one.key))) if not names[one.key]]
    names |= zip(nameless, names_for_the_nameless(run, len(nameless)), strict=True)
    return [names[one.key] for one in new]
