"""Numbers that are kept rather than counted: how one tells those that are off, and puts them right.

Each room that keeps any says so in its `counts.py` and declares it in its `offers.py`; the doctor looks at them all.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from commonplace.store.registry import Registry


@dataclass(frozen=True)
class Kept:
    """One kind of kept number, known by a code.

    `words` name it in a sentence ("the thanks of posts"); `wrong` gives the keys of rows whose number is not what
    their rows say at a moment, `mend` counts the rows of some keys anew, in a transaction of its own. What is right
    stays as it is.
    """

    code: str
    words: str
    wrong: Callable[[datetime], Iterable[int]]
    mend: Callable[[Collection[int]], object]


KEPT: Registry[Kept] = Registry("kept numbers", Kept)
AT_ONCE = 2000


def in_steps[Row: models.Model](rows: models.QuerySet[Row]) -> Iterator[models.QuerySet[Row]]:
    """The same rows, some at a time by their keys, so that no query takes long however many there are."""
    highest = rows.model._default_manager.aggregate(highest=models.Max("pk"))["highest"] or 0
    for last in range(0, highest, AT_ONCE):
        yield rows.filter(pk__gt=last, pk__lte=last + AT_ONCE)
