"""Some days after a sealed gathering nothing is kept of what was said there, wherever it stood."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from commonplace.communities.doors import SEALED_FOR, Confidence
from commonplace.runs.actions.filing import let_files_go
from commonplace.runs.actions.stepping import IsOver, close
from commonplace.runs.models import Captured, CaseNote, HarvestFile, Run
from commonplace.runs.models.case_note import CaseNoteQuerySet
from commonplace.store.locks import lock
from commonplace.store.wiping import to_be_wiped


def forget_sealed(*, now: datetime) -> int:
    """Let go what sealed gatherings left some days ago: lines with who does what, files, and drafts of notes; how many
    lines went. One that nobody ended counts from when it was to end.

    What somebody carried further in their own name, and a note that its presenter allowed, stay.
    """
    before = now - SEALED_FOR
    said = (Captured.objects.all(), HarvestFile.objects.all(), _drafts())
    left = reduce(or_, (Q(Exists(rows.filter(run=OuterRef("pk")))) for rows in said))
    over = Q(finished_at__lt=before) | Q(finished_at=None, pace="timed", gathering__ends_at__lt=before)
    runs = Run.objects.filter(left | Q(finished_at=None), over, gathering__confidence=Confidence.SEALED)
    return sum(_forget(run, now=now) for run in runs.select_related("gathering").order_by("pk"))


def _drafts() -> CaseNoteQuerySet:
    return CaseNote.objects.filter(post=None, refused_at=None)


def _forget(run: Run, *, now: datetime) -> int:
    if run.finished_at is None:
        try:
            close(run=run, at=now)
        except IsOver:
            return 0
    with transaction.atomic():
        lock(Run.objects.filter(pk=run.pk))
        lines = run.captured.count()
        run.captured.all().delete()
        _drafts().filter(run=run).delete()
        let_files_go(list(HarvestFile.objects.filter(run=run).values_list("pk", flat=True)), now=now)
        to_be_wiped(now=now)
    return lines
