"""Someone is erased: what they made the community's own stays nameless, or goes with their words."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from commonplace.people.models import Person
from commonplace.people.way_back import WayBack
from commonplace.protocols.actions.indexing import keep_in_index
from commonplace.protocols.models import Adaptation, Plan
from commonplace.store.locks import lock


def take_leave(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """Take the name off; with `withdraw` the words go too, also out of the plans that follow them."""
    rows = lock(Adaptation.objects.filter(by=person))
    for row in rows:
        row.by_id = None
    if not withdraw:
        keep_in_index(rows)
        return
    for row in rows:
        row.withdrawn_at = row.withdrawn_at or now
    keep_in_index(rows)
    made = Adaptation.objects.filter(pk__in=[row.pk for row in rows])
    Plan.objects.filter(adaptation__in=made).delete()
    made.delete()


def index_after(kept: Person, other: Person, way_back: WayBack | None = None) -> None:
    """Two persons became one, or two again: have search know who made what."""
    rows: QuerySet[Adaptation] = Adaptation.objects.filter(by__in=(kept, other))
    keep_in_index(rows)
