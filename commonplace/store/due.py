"""What the worker does when its time has come: work that rooms declare, claimed with a lease.

A process that dies at it leaves its claim behind; when the lease ends the work is done again, so it must be safe to
repeat. Work that rows are claimed for, one by one, needs no lease of its own and is looked at in every round.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from commonplace.store.models import DueWork
from commonplace.store.registry import Registry

logger = logging.getLogger(__name__)
EACH_ROUND = timedelta(0)


@dataclass(frozen=True)
class Due:
    """Work that is due: `run(now=)`, so often, by one process at a time for as long as its `lease`.

    Without a lease it is called in each round and claims its own rows.
    """

    code: str
    run: Callable[..., object]
    every: timedelta = EACH_ROUND
    lease: timedelta | None = None
    order: int = 50


DUE: Registry[Due] = Registry("due", Due)


def do_due(*, now: datetime) -> list[str]:
    """Do all that is due at `now`; the codes of what was done. One piece's trouble keeps nothing else from its turn."""
    return [due.code for due in DUE if claim(due, now) and _do(due, now)]


def claim(due: Due, now: datetime) -> bool:
    """Whether it is due and nobody else is at it; from now on, then, this process is."""
    if due.lease is None:
        return True
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    rows = DueWork.objects.filter(free, code=due.code, due_at__lte=now)
    if not rows.exists():
        # Reading first, so that a round in which nothing is due writes nothing.
        if DueWork.objects.filter(code=due.code).exists():
            return False
        DueWork.objects.bulk_create([DueWork(code=due.code, due_at=now)], ignore_conflicts=True)
    return rows.update(claimed_until=now + due.lease) == 1


def _do(due: Due, now: datetime) -> bool:
    trouble = ""
    try:
        due.run(now=now)
    except Exception as problem:
        logger.exception("What is due did not go well: %s", due.code)
        trouble = f"{type(problem).__name__}: {problem}"[:500]
    if due.lease is not None:
        done = {} if trouble else {"done_at": now}
        DueWork.objects.filter(code=due.code).update(
            due_at=now + due.every, claimed_until=None, last_error=trouble, **done
        )
    return not trouble
