"""Leaving nothing behind of what was deleted, in the bytes of the database as well.

SQLite overwrites what is deleted (`secure_delete`, which the settings switch on), but the words stay in its log until
that is folded back, and in the parts of a full-text index until they are put together. So whoever deletes for good
leaves a mark, and the worker goes on, some pages at a time, until nothing is left. PostgreSQL vacuums by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import sleep

from django.db import OperationalError, connection
from django.utils import timezone

from commonplace.store.models import DueWork
from commonplace.store.registry import Registry

MARK = "wipe"
STEPS = 200  # in one round of the worker
BETWEEN_ROUNDS = 0.05  # seconds


@dataclass(frozen=True)
class Wiped:
    """Something that keeps deleted words until it is tidied: `begin()` once, then `step()` until it says False."""

    code: str
    begin: Callable[[], object]
    step: Callable[[], bool]


WIPED: Registry[Wiped] = Registry("wiped", Wiped)


def to_be_wiped(*, now: datetime) -> None:
    """Say, in the transaction that deletes, that what was deleted is to be gone from the bytes too."""
    DueWork.objects.update_or_create(code=MARK, defaults={"due_at": now, "done_at": None, "last_error": ""})


def wipe(*, now: datetime | None = None, steps: int = STEPS) -> bool:
    """Go on with it where there is a mark; whether nothing is left to do.

    A process that dies here, or a reader that holds SQLite's log, leaves the mark for the next round.
    """
    now = now or timezone.now()
    rows = DueWork.objects.filter(code=MARK, done_at=None)
    mark = rows.first()
    if mark is None:
        return True
    if connection.vendor == "sqlite":
        if not mark.last_error:
            for one in WIPED:
                one.begin()
            # How far it is: kept where the next round, of whatever process, finds it.
            rows.filter(due_at=mark.due_at).update(last_error="under way")
        for one in WIPED:
            while one.step():
                steps -= 1
                if steps <= 0:
                    return False
        if not _log_is_folded_back():
            return False
    # One that was erased meanwhile has moved the mark, and has a round of its own.
    return bool(rows.filter(due_at=mark.due_at).update(done_at=now, last_error=""))


def _log_is_folded_back() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (busy, _pages, _moved) = cursor.fetchone()
    except OperationalError:
        return False  # somebody writes, or this is asked inside a transaction
    return not busy


def wipe_whole(*, within: timedelta) -> bool:
    """Wipe until nothing is left, or for as long as `within`; whether nothing is left."""
    begun = timezone.now()
    while not wipe():
        if timezone.now() - begun > within:
            return False
        sleep(BETWEEN_ROUNDS)
    return True
