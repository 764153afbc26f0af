"""The signs of one community, from its ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import cast

import numpy as np
from django.db.models import QuerySet

from commonplace.communities.ledger import VERBS, Verb, deeds_in_force
from commonplace.communities.models import Community, Deed, Membership
from commonplace.cultivation.arrays import Ints
from commonplace.cultivation.columns import by_days
from commonplace.cultivation.participation import Deeds
from commonplace.cultivation.signs.found import Sign, signs
from commonplace.cultivation.signs.life import SPAN, Life
from commonplace.people.models import Affiliation

# A community is not alive because somebody sets it up or tidies up in it.
HOUSEKEEPING = frozenset(
    "changed_community changed_space changed_standing held made_steward merged moved released removed seated split "
    "took_list tidied_topics".split()
)
# What a deed is, a bit each: `STEWARDING` with setting up and tidying, `TENDING` without.
SEEN, STEWARDING, TENDING, REPLY = 1, 2, 4, 8


@dataclass(frozen=True)
class Signs:
    """What is to be said of a community on a day; units are called by their names."""

    on: date
    found: tuple[Sign, ...]
    # The day of the first deed by which somebody was seen.
    began_on: date | None = None
    # All deeds that were read, as participation takes them.
    deeds: Deeds | None = None


def read(community: Community, *, now: datetime) -> Signs:
    """The signs of a community as it stood at `now`; four queries whatever its size."""
    on = now.astimezone(UTC).date()
    done = deeds_in_force().filter(community=community, happened_at__lte=now)
    lived = done.filter(verb__in=_shown())
    first = lived.order_by("happened_at").values_list("happened_at", flat=True).first()
    if first is None:
        return Signs(on, ())
    since = now - timedelta(weeks=SPAN + 1)
    columns = _columns(done.filter(happened_at__gt=since))
    deeds = _of_life(columns)
    giving = [verb.code for verb in VERBS if _tends(verb)] + ["replied"]
    unit, names = _units(community)
    life = Life(
        on=on,
        deeds=deeds,
        began_on=first.astimezone(UTC).date(),
        unit=_unit_of(deeds.person, unit),
        unit_towards=_unit_of(deeds.towards, unit),
        gave_before=_last(lived.filter(happened_at__lte=since, verb__in=giving)) if first <= since else None,
    )
    found = tuple(_named(sign, names) for sign in signs(life))
    return Signs(on, found, life.began_on, _as_deeds(columns, STEWARDING))


def _named(sign: Sign, names: Mapping[int, str]) -> Sign:
    """The sign, with the names of the units of which it speaks."""
    units = cast("list[int]", sign.numbers.get("units", []))
    return replace(sign, numbers={**sign.numbers, "units": [names[unit] for unit in units]}) if units else sign


def deeds_of(community: Community) -> Deeds:
    """All deeds of a community, however old, by which somebody was seen or tended it."""
    return _of_life(_columns(deeds_in_force().filter(community=community, verb__in=_shown())))


def _shown() -> list[str]:
    # That a community was founded is no sign of its life.
    return [verb.code for verb in VERBS if (verb.is_seen or verb.is_stewarding) and verb.code != "founded"]


def _tends(verb: Verb) -> bool:
    return verb.is_stewarding and verb.code not in HOUSEKEEPING


def _last(rows: QuerySet[Deed]) -> date | None:
    """The day of the last of these deeds."""
    at = rows.order_by("-happened_at").values_list("happened_at", flat=True).first()
    return at.astimezone(UTC).date() if at else None


def _kind(verb: Verb) -> int:
    """What a deed of this verb is, one bit for each."""
    reply = REPLY if verb.code == "replied" else 0
    stewards = STEWARDING if verb.is_stewarding else 0
    return (SEEN if verb.is_seen else 0) | stewards | (TENDING if _tends(verb) else 0) | reply


def _columns(rows: QuerySet[Deed]) -> Ints:
    """Deeds as columns, in the order of days: who, towards whom, the day, and what kind of deed; one query.

    Kinds by which nobody is seen and nothing tended are left out here, where it takes less time than in the database.
    """
    kind = {verb: _kind(VERBS[verb]) for verb in _shown()}
    found = by_days(rows, "person_id", "towards_id", by=["verb"])
    kinds = np.fromiter((kind.get(verb, 0) for (verb,) in found.by), np.int64, len(found.by))
    columns = np.stack([*found.columns, np.repeat(found.day, found.size), np.repeat(kinds, found.size)])
    return columns[:, columns[3] > 0]


def _of_life(columns: Ints) -> Deeds:
    """As signs take them: to set up and tidy is not to give."""
    return _as_deeds(columns, TENDING)


def _as_deeds(columns: Ints, stewarding: int) -> Deeds:
    person, towards, day, kind = columns
    return Deeds(
        person=person,
        day=day,
        towards=towards,
        is_seen=kind & SEEN > 0,
        is_stewarding=kind & stewarding > 0,
        is_reply=kind & REPLY > 0,
    )


def _units(community: Community) -> tuple[Mapping[int, int], Mapping[int, str]]:
    """The unit that each person here names as that of their main place, by number, and what the units are called."""
    here = Membership.objects.filter(community=community, left_at__isnull=True).values("person_id")
    named = Affiliation.objects.filter(is_main=True, person__in=here).order_by("pk")
    numbers: dict[tuple[str, str], int] = {}
    unit = {
        person: numbers.setdefault((organisation, unit), len(numbers))
        for person, organisation, unit in named.values_list("person_id", "organisation", "unit")
    }
    return unit, {number: ", ".join(filter(None, names)) for names, number in numbers.items()}


def _unit_of(people: Ints, unit: Mapping[int, int]) -> Ints:
    """The unit of each of these people, -1 where none is known."""
    if not unit:
        return np.full(people.size, -1)
    known = np.array(sorted(unit))
    of = np.array([unit[person] for person in known.tolist()])
    place = np.minimum(np.searchsorted(known, people), known.size - 1)
    return np.where(known[place] == people, of[place], -1)
