"""The deeds that tie, as columns: a house's ledger in, arrays out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from django.db.models import Case, IntegerField, QuerySet, Value, When

from commonplace.communities.doors import Confidence
from commonplace.communities.ledger import deeds_in_force
from commonplace.communities.models import Community, Deed
from commonplace.cultivation.columns import by_days
from commonplace.cultivation.network import ties
from commonplace.cultivation.network.ties import Ints, Mask

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

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
VERBS = (*TOWARDS, *(verb for verbs, _ in TOGETHER.values() for verb in verbs), LED)

# The same by the place of a verb and of a kind of thing in these; whatever else something is done in stands last.
PLACE_OF = {verb: at for at, verb in enumerate(dict.fromkeys(VERBS))}
KINDS = {kind: at for at, kind in enumerate(TOGETHER)}
ELSE = len(KINDS)
WEIGHS = np.array([TOWARDS.get(verb, 0.0) for verb in PLACE_OF])
SHARES = np.array([*(share for _, share in TOGETHER.values()), 0.0])
IS_SHARED = np.array(
    [*([verb in verbs for verb in PLACE_OF] for verbs, _ in TOGETHER.values()), [False] * len(PLACE_OF)]
)


@dataclass(frozen=True)
class Columns:
    """Deeds as columns: the place of the verb, who, towards whom, the kind of thing, its id, the day; -1 is none."""

    verb: Ints
    person: Ints
    other: Ints
    what: Ints
    what_id: Ints
    day: Ints

    def where(self, chosen: Mask) -> Columns:
        """Those of them that are chosen."""
        return Columns(*(column[chosen] for column in vars(self).values()))


def deeds_of(community: Community, now: datetime) -> Columns:
    """The deeds from which the network of a moment is read; one query."""
    return deeds_of_both(community, now, now)[0]


def deeds_of_both(community: Community, now: datetime, then: datetime) -> tuple[Columns, Columns]:
    """Those of `now`, and those of an earlier moment; one query. Moments are compared by the database."""
    rows = tying_deeds(community, now, then).annotate(
        ties_now=_flag(happened_at__gt=now - timedelta(days=ties.WINDOW)), tied_then=_flag(happened_at__lte=then)
    )
    found = by_days(rows, "person_id", "towards_id", "what_id", by=["verb", "what", "ties_now", "tied_then"])
    person, other, what_id = found.columns
    told = [(PLACE_OF[verb], KINDS.get(what, ELSE), *flags) for verb, what, *flags in found.by]
    groups = np.array(told, dtype=np.int64).reshape(-1, 4).T
    verb, what, ties_now, tied_then = np.repeat(groups, found.size, axis=1)
    every = Columns(verb, person, other, what, what_id, np.repeat(found.day, found.size))
    return every.where(ties_now > 0), every.where(tied_then > 0)


def _flag(**which: datetime) -> Case:
    return Case(When(**which, then=Value(1)), default=Value(0), output_field=IntegerField())


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


NAMES = ("verb", "person_id", "towards_id", "what", "what_id")
Row = tuple[str, int | None, int | None, str, int | None, datetime]


def columns_of(rows: Sequence[Row]) -> Columns:
    """Some rows, with their moments, as columns."""
    *names, at = zip(*rows, strict=True) if rows else [()] * 6
    return Columns(*_block([*names, ((one - EPOCH).days for one in at)], len(rows)))


def _block(columns: Sequence[Iterable[Any]], rows: int) -> Ints:
    """Verb, person, towards whom, kind, id and numbers as rows of one array."""
    verb, person, other, what, what_id, *numbers = columns
    told: list[Iterable[int]] = [
        map(PLACE_OF.__getitem__, verb),
        _or_none(person),
        _or_none(other),
        (KINDS.get(one, ELSE) for one in what),
        _or_none(what_id),
        *numbers,
    ]
    return np.stack([np.fromiter(one, np.int64, rows) for one in told])


def _or_none(column: Iterable[int | None]) -> Iterable[int]:
    return (-1 if one is None else one for one in column)


def arrays_of(deeds: Columns, gone: Ints) -> tuple[ties.Towards, ties.Together]:
    """These deeds by what they tie, less those of and towards people who are gone."""
    stays = ~np.isin(deeds.person, gone)
    weight = WEIGHS[deeds.verb]
    one_way = (weight > 0) & (deeds.other >= 0) & stays & ~np.isin(deeds.other, gone)
    led = np.unique(deeds.what_id[deeds.verb == PLACE_OF[LED]])
    share = SHARES[deeds.what]
    share[(deeds.what == KINDS["gathering"]) & np.isin(deeds.what_id, led)] = WORKING
    both = IS_SHARED[deeds.what, deeds.verb] & (deeds.what_id >= 0) & stays
    # One number for each thing, whatever its kind.
    thing = deeds.what_id * len(KINDS) + deeds.what
    return (
        ties.Towards(deeds.person[one_way], deeds.other[one_way], deeds.day[one_way], weight[one_way]),
        ties.Together(deeds.person[both], thing[both], deeds.day[both], share[both]),
    )
