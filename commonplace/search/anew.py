"""The index is made anew where words were cut otherwise when it was made: some entries in each round of the worker.

Cutting and stemming is most of the work and keeps nobody waiting: it is done before the transaction of a step begins.
Within it the things are read once more, and only what was written meanwhile is cut there.
"""

from __future__ import annotations

from datetime import datetime

from commonplace.search.findable import FINDABLE, Findable
from commonplace.search.index import keep, words_of_all
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
    while taken < IN_A_ROUND and not known.is_done:
        taken += _step(findable, known, steps)
    return taken


def _step(findable: Findable, known: Version, steps: Steps) -> int:
    # What is written from now on is cut as it should be.
    rows = findable.rows().filter(pk__gt=known.last).order_by("pk")
    keys = list(rows.values_list("pk", flat=True)[: steps.size])
    cut_before = words_of_all(findable.entries(keys)) if keys else {}

    def take_in(most: int) -> int:
        if keys:
            # Whoever takes one of these back waits, and what was taken back is not looked at.
            lock(findable.rows().model._base_manager.filter(pk__in=keys).only("pk"))
            keep(findable.entries(keys), cut_before=cut_before)
        known.last, known.is_done = (keys or [known.last])[-1], len(keys) < most
        known.save()
        return len(keys)

    return steps.take(take_in)
