"""An archive handed in by a steward, and the worker's going on with it."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path, PurePath
from secrets import token_hex
from time import monotonic

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils import timezone

from commonplace.communities.models import Space
from commonplace.lib.memory import give_back
from commonplace.lib.text import one_line, within_bytes
from commonplace.people.models import Person
from commonplace.store.bulk import fitted
from commonplace.transfer.actions.importing import Watcher, decide, settle_without_news
from commonplace.transfer.actions.keeping import LEASE, Keeper, TakenOver, finish
from commonplace.transfer.archive import Archive, Shelf
from commonplace.transfer.models import Anchor, Handle, Import, Letter, Merged, Unreadable
from commonplace.transfer.render_worker import Press, press_for

SLICE = 20.0  # seconds that one sweep spends here, so that letters go out in between
LONGEST_NAME = 140  # bytes of a file name; some encrypted disks take no more
AFTER_TROUBLE = timedelta(minutes=10)
log = logging.getLogger(__name__)


def hand_in(*, by: Person, space: Space, upload: UploadedFile[bytes], at: datetime | None = None) -> Import:
    """Keep a steward's archive until the worker has moved it in; a row is the record, so nothing is lost."""
    name = fitted(Import, "name", one_line(PurePath(upload.name or "").name)[-100:] or "archive")
    stored = default_storage.save(f"transfer/{token_hex(16)}", upload)
    return Import.objects.create(
        community=space.community,
        space=space,
        by=by,
        name=name,
        upload=stored,
        begun_at=at or timezone.now(),
        bytes_total=upload.size or 0,
    )


def go_on(*, now: datetime, seconds: float = SLICE) -> int:
    """Go on with archives that were handed in; how many letters were kept. Whatever kills this, the next goes on."""
    until = monotonic() + seconds
    kept = 0
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    waiting = Import.objects.for_the_worker().filter(free).order_by("begun_at", "pk")
    for run in waiting.select_related("community", "space", "space__community"):
        if monotonic() > until:
            break
        run.holder = token_hex(16)
        mine = Import.objects.for_the_worker().filter(free, pk=run.pk)
        if not mine.update(holder=run.holder, leased_until=timezone.now() + LEASE):
            continue
        # Another process may have moved it since it was read.
        run.refresh_from_db(fields=["position", "not_kept", "planned_at", "letters", "fingerprint"])
        try:
            kept += _go_on_with(run, until)
        except TakenOver:
            continue
        except Exception:
            # One archive's trouble must not keep the others, or the letters of the house, from going on.
            log.exception("An archive could not be moved in further")
            Import.objects.filter(pk=run.pk).update(trouble="interrupted", leased_until=timezone.now() + AFTER_TROUBLE)
    return kept


def _go_on_with(run: Import, until: float) -> int:
    kept = 0
    with _at_hand(run) as path:
        archive = Archive([path])
        if run.planned_at is None:
            _forget_plans(run)
            run.fingerprint = archive.fingerprint()
            found = decide(run, archive, _Noting(run))
            if not found.has_news:
                settle_without_news(run, found)
            # It stands in the database by now, and is the largest thing in memory.
            del found
            give_back()
        if not run.is_finished:
            with Shelf(archive.files) as shelf, closing(_press(run, archive, shelf)) as press:
                keeper = Keeper(run, shelf, press, holder=run.holder)
                while monotonic() < until and (number := keeper.keep_batch()):
                    kept += number
            if run.position < run.letters:
                Import.objects.filter(pk=run.pk, holder=run.holder).update(leased_until=None, trouble="")
                return kept
            finish(run)
    # It holds addresses, and everything in it is kept by now.
    default_storage.delete(str(run.upload.name))
    return kept


def _press(run: Import, archive: Archive, shelf: Shelf) -> Press:
    return press_for(shelf, archive.size)


class _Noting(Watcher):
    """Writes down how far the reading came, and keeps the lease."""

    def __init__(self, run: Import) -> None:
        self.run = run

    def reading(self, done: int, whole: int) -> None:
        Import.objects.filter(pk=self.run.pk).update(
            bytes_read=done, bytes_total=whole, leased_until=timezone.now() + LEASE
        )


def _forget_plans(run: Import) -> None:
    """Throw away what a reading that was cut short wrote down."""
    for model in (Anchor, Letter, Handle, Merged, Unreadable):
        model._default_manager.filter(run=run).delete()


def _name_here(name: str) -> str:
    """A name that any file system takes; its end tells the month, and whether it is packed."""
    short = within_bytes(name.replace("/", "_").replace("\0", ""), LONGEST_NAME, at_end=True)
    return short if short.strip(". ") else "archive"


@contextmanager
def _at_hand(run: Import) -> Iterator[Path]:
    """The archive as a file of this machine under its own name, which may tell its month."""
    with tempfile.TemporaryDirectory(prefix="archive-") as folder:
        path = Path(folder) / _name_here(run.name)
        with default_storage.open(str(run.upload.name), "rb") as stored, path.open("wb") as here:
            shutil.copyfileobj(stored, here, 1 << 20)
        yield path
