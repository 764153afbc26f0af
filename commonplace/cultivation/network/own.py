"""One's own ties by name, for oneself alone: reckoned from one's own deeds and those towards one, whenever asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

import numpy as np
from django.db.models import Exists, OuterRef, Q

from commonplace.communities.models import Membership
from commonplace.communities.viewpoint import SHOWN, Byline, Viewpoint
from commonplace.cultivation.network import ties
from commonplace.cultivation.network.deeds import EPOCH, LED, NAMES, TOGETHER, Row, arrays_of, columns_of, tying_deeds
from commonplace.people.models import Person

# Of so many things that one took part in, the latest, it is asked who else was there.
MOST_THINGS = 2_000


@dataclass(frozen=True)
class OwnTie:
    """Somebody with whom one has a tie, and by what: what one did towards them, they towards one, or both together."""

    byline: Byline
    given: bool
    got: bool
    together: bool


def own_ties(viewpoint: Viewpoint, person: Person, *, now: datetime) -> list[OwnTie]:
    """The ties of `person`, who looks, in the order of the alphabet; three queries."""
    deeds = tying_deeds(viewpoint.community, now)
    mine: list[Row] = list(deeds.filter(Q(person=person) | Q(towards=person)).values_list(*NAMES, "happened_at"))
    things = _things(mine, person)
    theirs: list[Row] = []
    if things:
        there = reduce(or_, (Q(what=what, what_id__in=ids) for what, ids in things.items()))
        verbs = [LED, *(verb for what in things for verb in TOGETHER[what][0])]
        others = deeds.filter(there, verb__in=verbs).exclude(person=person).exclude(towards=person)
        theirs = list(others.values_list(*NAMES, "happened_at"))
    rows = [*mine, *theirs]
    left = Membership.objects.filter(community=viewpoint.community, person=OuterRef("pk"), left_at__lte=now)
    known = {
        one.pk: one
        for one in Person.objects.filter(pk__in={pk for row in rows for pk in row[1:3] if pk})
        .alias(has_left=Exists(left))
        .filter(has_left=False)
        .only(*SHOWN)
    }
    gone = np.array(sorted({pk for row in rows for pk in row[1:3] if pk} - known.keys()), dtype=np.int64)
    towards, together = arrays_of(columns_of(rows), gone)
    network = ties.read(towards, together, np.array([], dtype=np.int64), on=(now - EPOCH).days)
    found = [
        OwnTie(
            viewpoint.byline_for(known[other]),
            given=_has(towards, person.pk, other),
            got=_has(towards, other, person.pk),
            together=_shared(together, person.pk, other),
        )
        for other in _others(network, person.pk)
    ]
    return sorted(found, key=lambda one: one.byline.name.casefold())


def _things(rows: list[Row], person: Person) -> dict[str, list[int]]:
    """What the person took part in with others, by kind."""
    mine = [(at, what, pk) for verb, who, _, what, pk, at in rows if who == person.pk and pk and _is_shared(verb, what)]
    found: dict[str, list[int]] = {}
    for _at, what, pk in sorted(mine, reverse=True)[:MOST_THINGS]:
        found.setdefault(what, []).append(pk)
    return found


def _is_shared(verb: str, what: str) -> bool:
    return what in TOGETHER and verb in TOGETHER[what][0]


def _others(network: ties.Network, person: int) -> Iterator[int]:
    """With whom the person has a tie."""
    one, other = network.people[network.ties.one].tolist(), network.people[network.ties.other].tolist()
    for a, b in zip(one, other, strict=True):
        if person in (a, b):
            yield b if a == person else a


def _has(deeds: ties.Towards, one: int, other: int) -> bool:
    return bool(((deeds.person == one) & (deeds.other == other)).any())


def _shared(deeds: ties.Together, one: int, other: int) -> bool:
    return bool(np.intersect1d(deeds.thing[deeds.person == one], deeds.thing[deeds.person == other]).size)
