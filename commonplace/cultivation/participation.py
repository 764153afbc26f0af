"""Participation: who takes part, read from deeds by fixed criteria.

Levels after Wenger, McDermott & Snyder (2002), principle 3, and Wenger-Trayner's five levels of participation. The
criteria are absolute and windowed: percentiles would find a core in a community that has died. Reading is never a
deed, so it is never counted.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

WINDOW = timedelta(days=90)
WEEKS = 12
CORE_WEEKS = 6
ACTIVE_WEEKS = 3
ANSWERED_PEOPLE = 5
NEWCOMER = timedelta(days=60)
QUARTER = timedelta(days=91)

Ints = npt.NDArray[np.int64]


class Ring(enum.StrEnum):
    """A level of participation, from the middle outward."""

    CORE = "core"
    ACTIVE = "active"
    OCCASIONAL = "occasional"
    PERIPHERAL = "peripheral"
    TRANSACTIONAL = "transactional"


MEMBER_RINGS = (Ring.CORE, Ring.ACTIVE, Ring.OCCASIONAL, Ring.PERIPHERAL)


@dataclass(frozen=True)
class Deeds:
    """Deeds of one community as columns of equal length, one row a deed; persons are ids, -1 is nobody.

    `day` counts days since 1970-01-01 (UTC). `is_seen` tells deeds by which one is seen from those that leave no
    trace of taking part, `is_tending` those that steward by deed, `is_reply` answers, whose `towards` is the person
    answered.
    """

    person: Ints
    day: Ints
    towards: Ints
    is_seen: npt.NDArray[np.bool_]
    is_stewarding: npt.NDArray[np.bool_]
    is_reply: npt.NDArray[np.bool_]

    def between(self, first: int, last: int) -> Deeds:
        """Those on the days `first` to `last`, both included, that somebody did."""
        chosen = (self.day >= first) & (self.day <= last) & (self.person >= 0)
        return Deeds(
            self.person[chosen],
            self.day[chosen],
            self.towards[chosen],
            self.is_seen[chosen],
            self.is_stewarding[chosen],
            self.is_reply[chosen],
        )


@dataclass(frozen=True)
class Belonging:
    """One person's membership as the reading needs it; `left_on` is empty for who stayed."""

    person_id: int
    joined_on: date
    left_on: date | None = None
    has_live_role: bool = False


@dataclass(frozen=True)
class Place:
    """One person's place: weeks seen (0 to 12), deeds in 90 days, and whether they tended the community by deed."""

    person_id: int
    ring: Ring
    weeks_seen: int
    deeds: int
    tended: bool
    has_live_role: bool = False
    is_newcomer: bool = False


@dataclass(frozen=True)
class Participation:
    """The reading: everyone's place on a day, how they moved in a quarter, and how many carry half of the tending."""

    on: date
    places: Mapping[int, Place]
    before: Mapping[int, Ring]
    alumni: int
    core_absence_factor: int

    @property
    def counts(self) -> dict[Ring, int]:
        """People in each ring."""
        rings = [place.ring for place in self.places.values()]
        return {ring: rings.count(ring) for ring in Ring}

    @property
    def newcomers(self) -> int:
        """Peripheral people who came less than 60 days ago."""
        return sum(place.is_newcomer and place.ring is Ring.PERIPHERAL for place in self.places.values())

    def came_closer(self, ring: Ring) -> list[int]:
        """Persons now in `ring` who were further out, or not yet here, a quarter ago."""
        order = list(Ring)
        return [
            place.person_id
            for place in self.places.values()
            if place.ring is ring
            and order.index(self.before.get(place.person_id, Ring.TRANSACTIONAL)) > order.index(ring)
        ]

    def stepped_back(self, ring: Ring) -> list[int]:
        """Persons who were in `ring` a quarter ago and are further out now, or gone."""
        order = list(Ring)
        return [
            person
            for person, then in self.before.items()
            if then is ring
            and order.index(self.places[person].ring if person in self.places else Ring.TRANSACTIONAL)
            > order.index(ring)
        ]


def days_since_epoch(on: date) -> int:
    """The day's number, 0 for 1970-01-01."""
    return on.toordinal() - date(1970, 1, 1).toordinal()


def read(deeds: Deeds, members: Iterable[Belonging], *, on: date) -> Participation:
    """The participation of a community at the end of the day `on`; `deeds` must reach back 181 days."""
    members = list(members)
    now, alumni = places(deeds, members, on=on)
    then, _ = places(deeds, members, on=on - QUARTER)
    before = {person: place.ring for person, place in then.items()}
    return Participation(on, now, before, alumni, core_absence_factor(deeds, on=on))


def places(deeds: Deeds, members: Sequence[Belonging], *, on: date) -> tuple[dict[int, Place], int]:
    """Everyone's place on one day, and how many have left by then."""
    last = days_since_epoch(on)
    window = deeds.between(last - WINDOW.days + 1, last)
    seen = _count_by_person(window.person[window.is_seen])
    weeks = _weeks_seen(window, last)
    tended = set(window.person[window.is_stewarding].tolist()) | _answered_many(window)
    found: dict[int, Place] = {}
    gone = 0
    for member in members:
        if member.joined_on > on:
            continue
        if member.left_on is not None and member.left_on <= on:
            gone += 1
            continue
        person = member.person_id
        tends = person in tended
        ring = _ring(weeks.get(person, 0), seen.get(person, 0), tends or member.has_live_role)
        found[person] = Place(
            person,
            ring,
            weeks.get(person, 0),
            seen.get(person, 0),
            tends,
            member.has_live_role,
            is_newcomer=on - member.joined_on < NEWCOMER,
        )
    outside = set(seen) - {member.person_id for member in members if member.joined_on <= on}
    for person in outside:
        found[person] = Place(person, Ring.TRANSACTIONAL, weeks.get(person, 0), seen[person], person in tended)
    return found, gone


def _ring(weeks: int, deeds: int, stewards: bool) -> Ring:
    """The level of a member by fixed criteria."""
    if weeks >= CORE_WEEKS and stewards:
        return Ring.CORE
    if weeks >= ACTIVE_WEEKS:
        return Ring.ACTIVE
    return Ring.OCCASIONAL if deeds else Ring.PERIPHERAL


def _count_by_person(person: Ints) -> dict[int, int]:
    ids, counts = np.unique(person, return_counts=True)
    return dict(zip(ids.tolist(), counts.tolist(), strict=True))


def _weeks_seen(window: Deeds, last: int) -> dict[int, int]:
    """In how many of the twelve blocks of seven days that end with day `last` each person was seen."""
    week = (last - window.day) // 7
    chosen = window.is_seen & (week < WEEKS)
    pairs = np.unique(np.stack([window.person[chosen], week[chosen]]), axis=1)
    return _count_by_person(pairs[0])


def _answered_many(window: Deeds) -> set[int]:
    """Persons who answered five or more different people."""
    chosen = window.is_reply & (window.towards >= 0) & (window.towards != window.person)
    pairs = np.unique(np.stack([window.person[chosen], window.towards[chosen]]), axis=1)
    return {person for person, people in _count_by_person(pairs[0]).items() if people >= ANSWERED_PEOPLE}


def core_absence_factor(deeds: Deeds, *, on: date) -> int:
    """The fewest people who did half of the tending and answering in 90 days; 0 where there was none.

    After CHAOSS's contributor absence factor, counted over care instead of commits.
    """
    last = days_since_epoch(on)
    window = deeds.between(last - WINDOW.days + 1, last)
    chosen = window.is_stewarding | window.is_reply & (window.towards >= 0) & (window.towards != window.person)
    counts = np.sort(np.fromiter(_count_by_person(window.person[chosen]).values(), dtype=np.int64))[::-1]
    if not counts.size:
        return 0
    return int(np.searchsorted(np.cumsum(counts), counts.sum() / 2) + 1)
