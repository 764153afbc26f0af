"""The index is made anew where words were cut otherwise when it was made: some entries in each round of the worker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from commonplace.search.findable import FINDABLE, Findable
from commonplace.search.index import keep
from commonplace.search.models import Version
from commonplace.search.words import VERSION
from commonplace.store.locks import lock
from commonplace.store.steps import Steps

IN_A_ROUND = 2_000


def go_on(*, now: datetime) -> int:
    """Take in anew what was taken in by an earlier version of the words; how many things that were."""
    behind = {findable.kind: findable for findable in FINDABLE}
    for known in Version.objects.filter(number=VERSION, is_done=True):
        behind.pop(known.kind, None)
    return sum(_go_on(findable) for findable in behind.values())


def _go_on(findable: Findable) -> int:
    known, _ = Version.objects.get_or_create(kind=findable.kind, defaults={"number": VERSION})
    if known.number != VERSION:
        known.number, known.last, known.is_done = VERSION, 0, False
    taken, steps = 0, Steps()

    def some(most: int) -> int:
        # What is written from now on is cut as it should be.
        rows = findable.rows().filter(pk__gt=known.last).order_by("pk")
        keys = list(rows.values_list("pk", flat=True)[:most])
        _take_in(findable, keys)
        known.last, known.is_done = (keys or [known.last])[-1], len(keys) < most
        known.save()
        return len(keys)

    while taken < IN_A_ROUND and not known.is_done:
        taken += steps.take(some)
    return taken


def _take_in(findable: Findable, keys: Sequence[int]) -> None:
    """Whoever takes one of these back waits, and what was taken back is not looked at."""
    if keys:
        lock(findable.rows().model._base_manager.filter(pk__in=keys).only("pk"))
        keep(findable.entries(keys))
