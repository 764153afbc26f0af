"""Who drew is written anew each night, so that nothing tells in which order they came."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from commonplace.candour.models import Draw
from commonplace.candour.months import month_of
from commonplace.store.anew import write_anew
from commonplace.store.wiping import to_be_wiped

A_WHILE = timedelta(days=3)  # after its month nobody draws under a key, and what was drawn is mixed a last time


def mix_draws(*, now: datetime) -> None:
    """Write anew, in an order drawn by chance, who drew."""
    if write_anew(to_be_mixed(now=now)):
        to_be_wiped(now=now)


def to_be_mixed(*, now: datetime) -> QuerySet[Draw]:
    """Who drew in this month, and while it is young who drew in the last."""
    return Draw.objects.filter(key__month__in={month_of(now), month_of(now - A_WHILE)})
