"""Everything that is kept rather than counted, in all rooms: which of it is off, and how it is put right."""

from collections.abc import Iterator
from datetime import datetime

from commonplace.store.kept import KEPT, Kept
from commonplace.store.steps import Steps


def off(*, now: datetime) -> Iterator[tuple[Kept, int]]:
    """Each kind of kept number with how many are off."""
    for kept in KEPT:
        yield kept, sum(1 for _ in kept.wrong(now))


def repair(*, now: datetime) -> Iterator[tuple[Kept, int]]:
    """Count anew what is off, some at a time; each kind of kept number with how many were mended."""
    for kept in KEPT:
        wrong = list(kept.wrong(now))
        Steps(most=200).over(wrong, kept.mend)
        yield kept, len(wrong)
