"""An archive handed in by a steward, and the worker's going on with it."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path, PurePath
from secrets import token_hex
from time import monotonic
from typing import IO, cast

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from commonplace.communities.models import Space
from commonplace.lib.mail.mailbox import in_order
from commonplace.lib.memory import give_back
from commonplace.lib.text import one_line
from commonplace.people.models import Person
from commonplace.store.bulk import fitted
from commonplace.transfer.actions.finishing import finish
from commonplace.transfer.actions.importing import Watcher, decide, settle_without_news
from commonplace.transfer.actions.keeping import LEASE, Keeper, TakenOver
from commonplace.transfer.actions.keeping_letters import Letters
from commonplace.transfer.archive import Archive, Shelf
from commonplace.transfer.foretelling_mail import foretell_mail
from commonplace.transfer.models import Anchor, HandedIn, Handle, Import, Letter, Merged, Unreadable
from commonplace.transfer.parcels import (
    HEAD,
    Given,
    Piece,
    budget_for,
    is_zip,
    lay_out,
    look_into,
    name_here,
    pack,
    unpack,
)
from commonplace.transfer.render_worker import Press, press_for

SLICE = 20.0  # seconds that one sweep spends here, so that letters go out in between
AFTER_TROUBLE = timedelta(minutes=10)
log = logging.getLogger(__name__)


def hand_in(*, by: Person, space: Space, uploads: Sequence[UploadedFile[bytes]], at: datetime | None = None) -> Import:
    """Keep what a steward brings until the worker has looked at it; nothing of it moves in before they say where.

    Raises `unpacking.TooMuch` where there is more in it than is looked into.
    """
    given = given_in(uploads)
    pieces = look_into(given, budget_for(sum(one.size for one in given)))
    read = [piece for piece in pieces if not piece.why]
    with transaction.atomic():
        run = Import.objects.create(
            community=space.community,
            space=space,
            by=by,
            name=fitted(Import, "name", _name_of(read or pieces)),
            upload=store(given),
            begun_at=at or timezone.now(),
            bytes_total=sum(piece.size for piece in read),
        )
        rows = [
            HandedIn(
                run=run,
                number=number,
                name=fitted(HandedIn, "name", one_line(piece.name)),
                size=piece.size,
                why=piece.why,
            )
            for number, piece in enumerate(pieces)
        ]
        HandedIn.objects.bulk_create(rows, batch_size=500)
    return run


def given_in(uploads: Sequence[UploadedFile[bytes]]) -> list[Given]:
    """What a form sent, as it is looked into."""
    return [Given(PurePath(one.name or "").name, cast(IO[bytes], one.file), one.size or 0) for one in uploads]


def _name_of(pieces: Sequence[Piece]) -> str:
    names = [one_line(piece.name.rpartition("/")[2])[-80:] or "archive" for piece in pieces] or ["archive"]
    return names[0] if len(names) == 1 else f"{names[0]} … {names[-1]}"


def store(given: Sequence[Given], *, is_parcel: bool = False) -> str:
    """Keep the bytes: one file as it is, several, and whatever is a zip, as one parcel; `is_parcel`: in any case."""
    where = f"transfer/{token_hex(16)}"
    first = given[0].stream
    first.seek(0)
    if not is_parcel and len(given) == 1 and not is_zip(first.read(HEAD)):
        first.seek(0)
        return default_storage.save(where, File(first))
    with tempfile.TemporaryFile() as parcel:
        pack(given, parcel)
        parcel.seek(0)
        return default_storage.save(where, File(parcel))


def go_on(*, now: datetime, seconds: float = SLICE) -> int:
    """Go on with archives that were handed in; how many letters were kept. Whatever kills this, the next goes on."""
    until = monotonic() + seconds
    kept = 0
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    # What is being taken back is neither known nor unknown: nothing is decided beside it.
    going = Import.objects.going().values("community")
    waiting = Import.objects.for_the_worker().filter(free).exclude(community__in=going).order_by("begun_at", "pk")
    for run in waiting.select_related("community", "space", "space__community"):
        if monotonic() > until:
            break
        run.holder = token_hex(16)
        mine = Import.objects.for_the_worker().filter(free, pk=run.pk)
        if not mine.update(holder=run.holder, leased_until=timezone.now() + LEASE):
            continue
        # Another process may have moved it since it was read.
        run.refresh_from_db(fields=["position", "not_kept", "planned_at", "letters", "fingerprint", "wished", "space"])
        try:
            kept += _go_on_with(run, max(until - monotonic(), 1.0))
        except TakenOver:
            continue
        except Exception:
            # One archive's trouble must not keep the others, or the letters of the house, from going on.
            log.exception("An archive could not be moved in further")
            Import.objects.filter(pk=run.pk).update(trouble="interrupted", leased_until=timezone.now() + AFTER_TROUBLE)
    return kept


def _go_on_with(run: Import, seconds: float) -> int:
    kept = 0
    with _at_hand(run) as files:
        # Unpacking takes its time in each round, and must not be all that is done in one.
        until = monotonic() + seconds
        if not files:
            run.planned_at = run.finished_at = timezone.now()
            run.save(update_fields=["planned_at", "finished_at"])
            default_storage.delete(str(run.upload.name))
            return 0
        archive = Archive(files)
        if run.planned_at is None and run.wished is None:
            _foretell(run, archive)
            return 0
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
                keeper = Keeper(run, Letters(run, shelf, press))
                # A batch in each round, however long reading and deciding took.
                while number := keeper.keep_batch():
                    kept += number
                    if monotonic() > until:
                        break
            if run.position < run.letters:
                Import.objects.filter(pk=run.pk, holder=run.holder).update(leased_until=None, trouble="")
                return kept
            finish(run)
    # It holds addresses, and everything in it is kept by now.
    default_storage.delete(str(run.upload.name))
    return kept


def _foretell(run: Import, archive: Archive) -> None:
    told = foretell_mail(
        archive=archive, community=run.community, space=run.space, progress=_Noting(run).reading
    ).as_json()
    Import.objects.filter(pk=run.pk, holder=run.holder).update(
        foretold=told, bytes_read=0, leased_until=None, trouble=""
    )


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


@contextmanager
def _at_hand(run: Import) -> Iterator[list[Path]]:
    """The archive as files of this machine under their own names, which may tell their months."""
    with tempfile.TemporaryDirectory(prefix="archive-") as folder:
        with default_storage.open(str(run.upload.name), "rb") as stored:
            is_parcel = is_zip(stored.read(HEAD))
            stored.seek(0)
            if is_parcel:
                files = _unpacked(run, cast(IO[bytes], stored), Path(folder))
            else:
                path = Path(folder) / name_here(run.name)
                with path.open("wb") as here:
                    shutil.copyfileobj(stored, here, 1 << 20)
                files = [path]
        yield files


def _unpacked(run: Import, stored: IO[bytes], folder: Path) -> list[Path]:
    """The files of a parcel; what turns out to be unreadable while nothing is decided is passed over from now on."""
    passed = set(run.handed_in.exclude(why="").values_list("number", flat=True))
    budget = budget_for(run.upload.size)
    files, found = lay_out(unpack(stored, folder), folder, budget, without=passed, is_known=run.planned_at is not None)
    for number, why in found.items():
        run.handed_in.filter(number=number).update(why=why)
    return in_order(files)
