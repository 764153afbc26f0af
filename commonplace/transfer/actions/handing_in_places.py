"""An archive of another place handed in by a steward: looked at, wished for, and moved in by the worker."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import IO, cast

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from commonplace.communities.models import Space
from commonplace.lib.archives.at_hand import at_hand
from commonplace.lib.archives.kinds import KINDS
from commonplace.lib.archives.stream import InDoubt, NotThisKind, Reader, Unsafe
from commonplace.lib.text import one_line
from commonplace.people.models import Person
from commonplace.store.bulk import fitted
from commonplace.transfer.actions.handing_in import AFTER_TROUBLE, SLICE, given_in, store
from commonplace.transfer.actions.keeping import LEASE, TakenOver
from commonplace.transfer.actions.moving_in import Watching, move_in
from commonplace.transfer.actions.placing import NEW, Target, Wish, open_spaces
from commonplace.transfer.foretelling import foretell
from commonplace.transfer.models import Import
from commonplace.transfer.parcels import name_here, unpack

log = logging.getLogger(__name__)


def hand_in_place(
    *, by: Person, space: Space, kind: str, uploads: Sequence[UploadedFile[bytes]], at: datetime | None = None
) -> Import:
    """Keep what a steward brings until the worker has looked at it; nothing of it moves in before they say where."""
    given = given_in(uploads)
    name = one_line(given[0].name)[-80:]
    return Import.objects.create(
        community=space.community,
        space=space,
        by=by,
        kind=kind,
        name=fitted(Import, "name", name if len(given) == 1 else f"{name} …"),
        upload=store(given, is_parcel=True),
        begun_at=at or timezone.now(),
        bytes_total=sum(one.size for one in given),
    )


def wish(*, run: Import, mapped: Mapping[str, str], dates: str = "") -> bool:
    """Say where each place goes, and how dates are read where that is open; whether nobody had said so before."""
    waiting = Import.objects.unfinished().filter(pk=run.pk, wished__isnull=True, foretold__isnull=False)
    with transaction.atomic():
        if not waiting.update(wished=dict(mapped), dates=dates, leased_until=None):
            return False
        if run.is_mail and (slug := mapped.get("")):
            Import.objects.filter(pk=run.pk).update(space=_space_for_letters(run, slug))
    return True


def _space_for_letters(run: Import, slug: str) -> Space:
    """The space that is named; a new one is opened, and goes again where the archive is taken back."""
    if slug != NEW:
        return Space.objects.get(community=run.community_id, slug=slug)
    title = (run.foretold or {})["places"][0]["title"]
    own = Target(str(run.pk), title, "", is_closed=False, messages=1)
    return open_spaces(run, [own])[0][own.key]


def let_go(*, run: Import) -> None:
    """Throw away what was handed in, as long as nothing of it moves in."""
    if Import.objects.unfinished().filter(pk=run.pk, wished__isnull=True, planned_at__isnull=True).delete()[0]:
        default_storage.delete(str(run.upload.name))


def go_on_with_places(*, now: datetime, seconds: float = SLICE) -> int:
    """Look at what was handed in, and move in what was wished for; how many were gone on with."""
    until = monotonic() + seconds
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    going = Import.objects.going().values("community")
    waiting = (
        Import.objects.places_for_the_worker().filter(free).exclude(community__in=going).order_by("begun_at", "pk")
    )
    done = 0
    for run in waiting.select_related("community", "space"):
        if done and monotonic() > until:
            break
        # Two workers look at it once, and of two that move it in the first stops.
        if not Import.objects.filter(free, pk=run.pk).update(leased_until=timezone.now() + LEASE):
            continue
        try:
            _go_on_with(run, until)
        except TakenOver:
            continue
        except Exception:
            # One archive's trouble must not keep the others, or the letters of the house, from going on.
            log.exception("A place could not be moved in further")
            Import.objects.filter(pk=run.pk).update(trouble="interrupted", leased_until=timezone.now() + AFTER_TROUBLE)
        done += 1
    return done


class _Noting(Watching):
    """Keeps the lease while an archive is read."""

    def __init__(self, run: Import) -> None:
        self._run = run

    def reading(self, records: int) -> None:
        Import.objects.filter(pk=self._run.pk).update(leased_until=timezone.now() + LEASE)


def _go_on_with(run: Import, until: float) -> None:
    try:
        with _opened(run) as reader:
            if run.dates and isinstance(reader, InDoubt):
                reader.read_dates(run.dates)
            if run.wished is None:
                told = foretell(reader=reader, community=run.community, watch=_Noting(run).reading).as_json()
                name = fitted(Import, "name", one_line(reader.title)) or run.name
                Import.objects.filter(pk=run.pk).update(foretold=told, name=name, leased_until=None, trouble="")
                return
            moved = move_in(
                reader=reader,
                community=run.community,
                wish=Wish(mapped=run.wished),
                run=run,
                watching=_Noting(run),
                is_over=lambda: monotonic() > until,
            )
    except (NotThisKind, Unsafe) as error:
        told = {"refused": one_line(str(error))[:300], "places": []}
        Import.objects.filter(pk=run.pk).update(foretold=told, leased_until=None)
        return
    if moved.is_whole:
        default_storage.delete(str(run.upload.name))
    else:
        Import.objects.filter(pk=run.pk, holder=run.holder).update(leased_until=None, trouble="")


@contextmanager
def _opened(run: Import) -> Iterator[Reader]:
    """The files as they were given, what was packed unpacked, as their kind reads them. Raises NotThisKind, Unsafe."""
    if run.kind not in KINDS:
        raise NotThisKind(run.kind)
    with (
        tempfile.TemporaryDirectory(prefix="place-") as folder,
        default_storage.open(str(run.upload.name), "rb") as kept,
    ):
        given: list[Path] = []
        for number, one in enumerate(unpack(cast(IO[bytes], kept), Path(folder))):
            path = Path(folder) / "together" / name_here(one.name)
            if path.exists():
                path = path.parent / f"{number:04d}" / path.name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as here:
                shutil.copyfileobj(one.stream, here, 1 << 20)
            given.append(path)
        paths = at_hand(given, Path(folder) / "out")
        # Files that came at once lie in one folder, as they did where they come from.
        yield KINDS[run.kind].opens([Path(folder) / "together"] if len(given) > 1 and paths == given else paths)


__all__ = ["go_on_with_places", "hand_in_place", "let_go", "wish"]
