"""Who reads the ledger on: instruments that take in each deed once, in steps, and remember the last they saw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet

from commonplace.communities.ledger import number, since
from commonplace.communities.models import Deed, LedgerMark
from commonplace.store.locks import lock
from commonplace.store.registry import Registry
from commonplace.store.steps import Steps


class Read(NamedTuple):
    """A deed as readers get it: rows by their keys; `reverses_id` where it takes another back."""

    sequence: int
    verb: str
    person_id: int | None
    community_id: int
    space_id: int | None
    what: str
    what_id: int | None
    part_id: int | None
    towards_id: int | None
    happened_at: datetime
    origin: str
    reverses_id: int | None


@dataclass(frozen=True)
class Reader:
    """An instrument: `take(deeds)` takes some in, in the transaction that moves its mark: each deed counts once.

    It gets `most` of them at once. What takes long and writes nothing is done before by `ready(deeds)`, whose answer
    `take` gets then. One that counts says how it gives deeds back which it took in and which go for good,
    `give_back(deeds)`.
    """

    code: str
    take: Callable[[Any], object]
    order: int = 50
    most: int = 5_000
    ready: Callable[[Sequence[Read]], object] | None = None
    give_back: Callable[[Sequence[Read]], object] | None = None


READERS: Registry[Reader] = Registry("readers of the ledger", Reader)


def read_on(*, now: datetime | None = None) -> int:
    """Have every reader take in what it has not seen yet; how many deeds they took, summed over readers."""
    return sum(catch_up(reader.code) for reader in READERS)


def catch_up(code: str) -> int:
    """Have one reader take in what it has not seen yet; how many deeds it took."""
    number()
    reader = READERS[code]
    steps, taken = Steps(most=reader.most), 0
    while deeds := _waiting(reader, steps.size):
        taken += steps.take(_made_ready(reader, deeds))
    return taken


def hold_mark(code: str) -> LedgerMark:
    """How far a reader has read. Whoever holds the mark owns what lies behind it: a second process waits here."""
    mark, _made = LedgerMark.objects.get_or_create(name=code)
    return lock(LedgerMark.objects.filter(pk=mark.pk))[0]


def forget(deeds: QuerySet[Deed]) -> None:
    """Let deeds go for good, with what takes them back; who counted them counts them off in the same transaction."""
    with transaction.atomic():
        keys = list(deeds.values_list("pk", flat=True))
        going = Deed.objects.filter(Q(pk__in=keys) | Q(reverses__in=keys))
        for reader in READERS:
            if reader.give_back is not None:
                mark = hold_mark(reader.code)
                read = going.filter(sequence__lte=mark.sequence).values_list(*Read._fields)
                reader.give_back([Read(*row) for row in read])
        Deed.objects.filter(reverses__in=keys).delete()
        Deed.objects.filter(pk__in=keys).delete()


def _waiting(reader: Reader, most: int) -> list[Read]:
    """The next deeds that this reader has not taken in."""
    seen = LedgerMark.objects.filter(name=reader.code).values_list("sequence", flat=True).first()
    return [Read(*row) for row in since(seen or 0).values_list(*Read._fields)[:most]]


def _made_ready(reader: Reader, deeds: Sequence[Read]) -> Callable[[int], int]:
    """What takes these in, where they are still the next ones once nobody else can take them."""
    ready = deeds if reader.ready is None else reader.ready(deeds)

    def take(_most: int) -> int:
        mark = hold_mark(reader.code)
        if _waiting(reader, len(deeds)) != deeds:
            # Another process was quicker, or some have gone for good meanwhile.
            return 0
        reader.take(ready)
        LedgerMark.objects.filter(pk=mark.pk).update(sequence=deeds[-1].sequence)
        return len(deeds)

    return take
