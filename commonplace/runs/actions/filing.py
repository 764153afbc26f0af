"""Photos and files of a harvest: brought at the table or after, and taken away with their bytes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonplace.conversations.enclosures import free_name
from commonplace.files.actions import keep, throw_away
from commonplace.files.refusals import FileRefused, StorageTrouble
from commonplace.gatherings.actions.rights import NotTheirs, may_hold
from commonplace.lib.markdown_pictures import named
from commonplace.people.models import Person
from commonplace.runs.models import HarvestFile, Run
from commonplace.runs.models.harvest_file import MAX_DESCRIPTION
from commonplace.store.locks import lock
from commonplace.store.wiping import to_be_wiped

__all__ = ["FileRefused", "NotTheirs", "StorageTrouble", "bring", "let_files_go", "take_away"]
MOST = 40


def bring(
    *, run: Run, by: Person, upload: UploadedFile[bytes], description: str = "", at: datetime | None = None
) -> HarvestFile:
    """Keep a file with what was kept, as posts keep theirs; the same one again is the one that is there.

    Who may is asked by the caller. Raises FileRefused and StorageTrouble.
    """
    community = run.gathering.community
    stored = keep(upload=upload, language=community.language, account=community.pk, at=at)
    try:
        with transaction.atomic():
            lock(Run.objects.filter(pk=run.pk))
            there = list(HarvestFile.objects.filter(run=run).select_related("file"))
            for one in there:
                if one.file.sha256 == stored.sha256:
                    throw_away(ids=[stored.pk])
                    return one
            if len(there) >= MOST:
                raise FileRefused("too-many", _("Forty files stand here already. Take one away first."))
            return HarvestFile.objects.create(
                run=run,
                file=stored,
                name=free_name(stored.name, {named(one.name) for one in there}),
                description=description[:MAX_DESCRIPTION],
                # Who was there is told by no row.
                by=None if run.gathering.names_are_kept else by,
                at=at or timezone.now(),
            )
    except FileRefused:
        throw_away(ids=[stored.pk])
        raise


def take_away(*, file: HarvestFile, by: Person) -> None:
    """Take a file away, for whoever brought it or holds the gathering; its bytes go too. Raises NotTheirs."""
    if file.by_id != by.pk and not may_hold(by, file.run.gathering):
        raise NotTheirs(file.pk)
    let_files_go([file.pk], now=timezone.now())


def let_files_go(files: Collection[int], *, now: datetime) -> None:
    """Let these (keys of HarvestFile) go with their bytes."""
    with transaction.atomic():
        rows = HarvestFile.objects.filter(pk__in=files)
        stored = list(rows.values_list("file", flat=True))
        rows.delete()
        throw_away(ids=stored)
        to_be_wiped(now=now)
