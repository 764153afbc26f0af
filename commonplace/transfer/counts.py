"""What this room keeps rather than counts, and how it is told from the rows.

What else a run says of itself (how many letters it read, how many it knew already) is told by no row: it is what was
found on that day.
"""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from commonplace.store.kept import Kept
from commonplace.store.locks import lock
from commonplace.transfer.actions.joining import find_likenesses
from commonplace.transfer.likenesses import pairs_missing_in
from commonplace.transfer.models import MBOX, Import, Letter, Unreadable


def _runs_are_off(now: datetime) -> Iterator[int]:
    rows = Import.objects.filter(kind=MBOX, planned_at__isnull=False, back_begun_at__isnull=True).annotate(
        told_letters=_letters(), told_unreadable=_unreadable()
    )
    yield from (
        rows.exclude(letters=F("told_letters"), unreadable=F("told_unreadable"))
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def _mend_runs(keys: Collection[int]) -> None:
    with transaction.atomic():
        lock(Import.objects.filter(pk__in=keys).only("pk"))
        Import.objects.filter(pk__in=keys).update(letters=_letters(), unreadable=_unreadable())


def _letters() -> Coalesce:
    rows = Letter.objects.filter(run=OuterRef("pk"), place__isnull=False).order_by().values("run")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def _unreadable() -> Coalesce:
    rows = Unreadable.objects.filter(run=OuterRef("pk")).order_by().values("run")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def _archives_have_pairs(now: datetime) -> Iterator[int]:
    """Communities with pairs of names that were never written down, as those of archives from before there were any."""
    for pk in Import.objects.filter(planned_at__isnull=False).order_by().values_list("community", flat=True).distinct():
        if pairs_missing_in(pk):
            yield pk


def _mend_pairs(keys: Collection[int]) -> None:
    for pk in keys:
        find_likenesses(community=pk)


KEPT = (
    Kept("pairs", "the pairs of names that are probably one person", _archives_have_pairs, _mend_pairs),
    Kept("runs", "the letters of archives", _runs_are_off, _mend_runs),
)
