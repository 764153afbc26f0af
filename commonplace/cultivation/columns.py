"""Deeds as columns, told by a database in groups: a ledger in, whole numbers out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from django.db.models import QuerySet, StringAgg, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat, Substr

from commonplace.communities.models import Deed
from commonplace.cultivation.arrays import Ints

EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Groups:
    """Deeds in groups of one day and whatever else they are grouped by, in this order, and how many are in each; and
    their numbers, one row a column, those of the first group first, -1 where there is none.
    """

    day: Ints
    by: Sequence[tuple[Any, ...]]
    size: Ints
    columns: Ints


def by_days(rows: QuerySet[Deed], *names: str, by: Sequence[str]) -> Groups:
    """These columns of deeds, which are whole numbers; one query.

    A database joins them to one text for each group, which is read in an instant: a row for each deed takes twice as
    long, and moments take longer than all the rest.
    """
    text = TextField()
    between, none = (Value(words, output_field=text) for words in (" ", "-1"))
    parts = [part for name in names for part in (between, Coalesce(Cast(name, text), none))]
    told = rows.order_by().values_list(Substr(Cast("happened_at", text), 1, 10), *by)
    numbers = Concat(*parts[1:], output_field=text) if len(parts) > 2 else parts[1]
    groups = sorted(told.annotate(numbers=StringAgg(numbers, between)))
    flat = np.fromstring(" ".join([group[-1] for group in groups]), np.int64, sep=" ")
    spaces = np.fromiter((group[-1].count(" ") for group in groups), np.int64, len(groups))
    day_of = cache(lambda text: date.fromisoformat(text).toordinal() - EPOCH)
    return Groups(
        day=np.fromiter((day_of(group[0]) for group in groups), np.int64, len(groups)),
        by=[group[1:-1] for group in groups],
        size=(spaces + 1) // len(names),
        columns=np.ascontiguousarray(flat.reshape(-1, len(names)).T),
    )
