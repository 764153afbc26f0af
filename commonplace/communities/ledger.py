"""The ledger: one deed for each action, read onward by the instruments.

Deeds get their number (`sequence`) after they are committed, in `number`, by whoever reads: one row is locked, so
numbers follow visibility and a reader that remembers the last one never misses a deed, on PostgreSQL too, where ids
do not commit in order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise

from commonplace.communities.models import Community, Deed, Numbering, Space
from commonplace.people.models import Person
from commonplace.store.bulk import write_column, write_one, write_rows
from commonplace.store.locks import lock
from commonplace.store.prepared import Change, prepared_change
from commonplace.store.registry import Registry
from commonplace.store.steps import Steps


class UnknownVerb(LookupError):
    """No room has declared this verb."""


@dataclass(frozen=True)
class Verb:
    """What can be done: its code and words ("replied"), whether doing it is being seen, and whether it tends the
    community.
    """

    code: str
    words: str | Promise
    is_seen: bool = True
    is_stewarding: bool = False


VERBS: Registry[Verb] = Registry("verbs", Verb)


@dataclass(frozen=True)
class Line:
    """A deed about to be written."""

    verb: str
    person: Person | None
    community: Community
    happened_at: datetime
    space: Space | None = None
    what: str = ""
    what_id: int | None = None
    part_id: int | None = None
    towards: Person | None = None
    origin: str = ""


def record(
    *,
    verb: str,
    person: Person | None,
    community: Community,
    at: datetime | None = None,
    space: Space | None = None,
    what: str = "",
    what_id: int | None = None,
    part_id: int | None = None,
    towards: Person | None = None,
    origin: str = "",
) -> Deed:
    """Write one deed, inside the action's transaction; raises UnknownVerb."""
    _check(verb)
    with transaction.atomic(savepoint=False):
        # First the community's row, which is a lock: whoever waits for it holds no person of the deed meanwhile.
        changed([community.pk])
        return write_one(
            Deed(
                verb=verb,
                person=person,
                community=community,
                space=space,
                what=what,
                what_id=what_id,
                part_id=part_id,
                towards=None if towards == person else towards,
                happened_at=at or timezone.now(),
                origin=origin,
            )
        )


def record_all(lines: Iterable[Line]) -> None:
    """Write many deeds in one go: the batch form that importers use. Raises UnknownVerb."""
    now = timezone.now()
    rows = []
    for line in lines:
        _check(line.verb)
        person, towards = _key(line.person), _key(line.towards)
        rows.append(
            (
                line.verb,
                person,
                line.community.pk,
                _key(line.space),
                line.what,
                line.what_id,
                line.part_id,
                None if towards == person else towards,
                line.happened_at,
                now,
                line.origin,
            )
        )
    with transaction.atomic():
        changed({row[2] for row in rows})
        write_rows(Deed, COLUMNS, rows)


COLUMNS = "verb person_id community_id space_id what what_id part_id towards_id happened_at recorded_at origin".split()


def _check(verb: str) -> None:
    if verb not in VERBS:
        raise UnknownVerb(verb)


def _key(one: Person | Space | None) -> int | None:
    return one.pk if one is not None else None


def reverse_deeds(deeds: QuerySet[Deed], *, at: datetime | None = None) -> int:
    """Take deeds back by writing their reversals; how many were taken back."""
    now = timezone.now()
    with transaction.atomic():
        # The community's row is the lock: of two who take the same back, the second finds it taken back.
        changed(set(deeds.order_by().values_list("community_id", flat=True).distinct()))
        standing = list(deeds.filter(reverses__isnull=True, reversed_by__isnull=True))
        Deed.objects.bulk_create(
            [
                Deed(
                    verb=deed.verb,
                    person_id=deed.person_id,
                    community_id=deed.community_id,
                    space_id=deed.space_id,
                    what=deed.what,
                    what_id=deed.what_id,
                    part_id=deed.part_id,
                    towards_id=deed.towards_id,
                    happened_at=deed.happened_at,
                    recorded_at=at or now,
                    origin=deed.origin,
                    reverses=deed,
                )
                for deed in standing
            ],
            batch_size=500,
        )
    return len(standing)


def changed(community_ids: Iterable[int]) -> None:
    """Say that something visible changed in these communities, so that kept pages are made anew."""
    # In order, so that no two wait for each other.
    for pk in sorted(set(community_ids)):
        _newer(community=pk)


@prepared_change
def _newer(*, community: int) -> Change:
    return Community.objects.filter(pk=community), {"version": F("version") + 1}


def number() -> int:
    """Give committed deeds their place in the sequence; how many got one. Call it before reading onward."""
    steps, numbered = Steps(least=50), 0
    while Deed.objects.filter(sequence__isnull=True).exists():
        numbered += steps.take(_number)
    return numbered


def _number(most: int) -> int:
    last = lock_numbering()
    waiting = Deed.objects.filter(sequence__isnull=True).order_by("id").values_list("id", flat=True)[:most]
    places = {pk: place for place, pk in enumerate(waiting, start=last + 1)}
    write_column(Deed, "sequence", places)
    Numbering.objects.filter(pk=1).update(last=last + len(places))
    return len(places)


def lock_numbering() -> int:
    """The last number given, inside a transaction; a second numberer waits here until the first has committed."""
    Numbering.objects.get_or_create(pk=1)
    return lock(Numbering.objects.filter(pk=1))[0].last


def since(sequence: int) -> QuerySet[Deed]:
    """Deeds after `sequence`, in order, as far as they are numbered."""
    return Deed.objects.filter(sequence__gt=sequence).order_by("sequence")


def deeds_in_force() -> QuerySet[Deed]:
    """Deeds that were not taken back.

    Hardly any deed reverses another; asked for as none, SQLite would begin with all that do not, of every community.
    """
    return Deed.objects.alias(undoes=Coalesce("reverses_id", 0)).filter(undoes=0, reversed_by__isnull=True)
