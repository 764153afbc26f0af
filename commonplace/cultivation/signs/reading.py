"""The signs of one community, from its ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import batched
from typing import cast

import numpy as np
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast, Substr

from commonplace.communities.ledger import VERBS, Verb, deeds_in_force
from commonplace.communities.models import Community, Deed, Membership
from commonplace.cultivation.participation import Deeds, Ints, days_since_epoch
from commonplace.cultivation.signs.found import Sign, signs
from commonplace.cultivation.signs.life import SPAN, Life
from commonplace.people.models import Affiliation

# Rows of deeds that are held as rows.
AT_ONCE = 5_000
# A community is not alive because somebody sets it up or tidies up in it.
HOUSEKEEPING = frozenset(
    "changed_community changed_space changed_standing held made_steward merged moved released removed seated split "
    "took_list tidied_topics".split()
)


@dataclass(frozen=True)
class Signs:
    """What is to be said of a community on a day; units are called by their names."""

    on: date
    found: tuple[Sign, ...]
    # The day of the first deed by which somebody was seen.
    began_on: date | None = None


def read(community: Community, *, now: datetime) -> Signs:
    """The signs of a community as it stood at `now`; four queries whatever its size."""
    on = now.astimezone(UTC).date()
    lived = deeds_in_force().filter(community=community, verb__in=_shown(), happened_at__lte=now)
    first = lived.order_by("happened_at").values_list("happened_at", flat=True).first()
    if first is None:
        return Signs(on, ())
    since = now - timedelta(weeks=SPAN + 1)
    deeds = _deeds(lived.filter(happened_at__gt=since))
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
    return Signs(on, tuple(_named(sign, names) for sign in signs(life)), life.began_on)


def _named(sign: Sign, names: Mapping[int, str]) -> Sign:
    """The sign, with the names of the units of which it speaks."""
    units = cast("list[int]", sign.numbers.get("units", []))
    return replace(sign, numbers={**sign.numbers, "units": [names[unit] for unit in units]}) if units else sign


def deeds_of(community: Community) -> Deeds:
    """All deeds of a community, however old, by which somebody was seen or tended it."""
    return _deeds(deeds_in_force().filter(community=community, verb__in=_shown()))


def _shown() -> list[str]:
    # That a community was founded is no sign of its life.
    return [verb.code for verb in VERBS if (verb.is_seen or verb.is_stewarding) and verb.code != "founded"]


def _tends(verb: Verb) -> bool:
    return verb.is_stewarding and verb.code not in HOUSEKEEPING


def _last(rows: QuerySet[Deed]) -> date | None:
    """The day of the last of these deeds."""
    at = rows.order_by("-happened_at").values_list("happened_at", flat=True).first()
    return at.astimezone(UTC).date() if at else None


def _deeds(rows: QuerySet[Deed]) -> Deeds:
    """Deeds as columns, in the order of days; some thousands at once, the day as text: moments take long."""
    code = {verb.code: number for number, verb in enumerate(VERBS)}
    day_of = cache(lambda text: days_since_epoch(date.fromisoformat(text)))
    found: QuerySet[Deed, tuple[int | None, int | None, str, str]] = (
        rows.order_by()
        .annotate(day=Substr(Cast("happened_at", TextField()), 1, 10))
        .values_list("person_id", "towards_id", "day", "verb")
    )
    parts = [np.zeros((4, 0), dtype=np.int64)]
    for some in batched(found.iterator(chunk_size=AT_ONCE), AT_ONCE, strict=False):
        person, towards, day, verb = zip(*some, strict=True)
        columns = (_ids(person), _ids(towards), map(day_of, day), map(code.__getitem__, verb))
        parts.append(np.stack([np.fromiter(column, np.int64, len(some)) for column in columns]))
    every = np.concatenate(parts, axis=1)
    # Days are put in order here: a database takes longer for it than for all the rest.
    people, whom, days, kinds = every[:, np.argsort(every[2], kind="stable")]
    return Deeds(
        person=people,
        day=days,
        towards=whom,
        is_seen=np.array([verb.is_seen for verb in VERBS], dtype=np.bool_)[kinds],
        is_stewarding=np.array([_tends(verb) for verb in VERBS], dtype=np.bool_)[kinds],
        is_reply=kinds == code["replied"],
    )


def _ids(column: Iterable[int | None]) -> Iterator[int]:
    return (-1 if one is None else one for one in column)


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
    known, place = np.unique(people, return_inverse=True)
    return _numbers(unit.get(int(person), -1) for person in known)[place] if known.size else people


def _numbers(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)
