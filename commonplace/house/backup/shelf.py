"""The folder in which archives stand: their names, how old they may grow, and none that is half written."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

from django.utils.crypto import salted_hmac

STAMP = "%Y%m%dT%H%M%SZ"


def house() -> str:
    """Eight letters that tell this house from others in one folder: they follow from its key, as it moves or not."""
    return salted_hmac("commonplace.house.backup", "house", algorithm="sha256").hexdigest()[:8]


@contextmanager
def new_archive(folder: Path, *, now: datetime) -> Iterator[tuple[Path, IO[bytes]]]:
    """A file to write that takes its name, the first of the pair, once it is whole; otherwise nothing stays."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sweep(folder)
    path = folder / f"commonplace-{house()}-{now.astimezone(UTC).strftime(STAMP)}.zip"
    half = folder / f".{path.name}.{os.getpid()}.half"
    with open(os.open(half, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as stream:
        # Held while it is written, so that a later backup can tell it from one that was cut short.
        fcntl.flock(stream, fcntl.LOCK_EX)
        try:
            yield path, stream
            stream.flush()
            os.fsync(stream.fileno())
            half.rename(path)
        except BaseException:
            with suppress(OSError):
                half.unlink()
            raise
    with suppress(OSError):
        _sync(folder)


def outlived(folder: Path, *, days: int, now: datetime) -> list[Path]:
    """This house's archives that were taken more than `days` ago, by the moment in their names; never the newest."""
    pattern = re.compile(rf"commonplace-{house()}-(\d{{8}}T\d{{6}}Z)\.zip")
    found = []
    for path in folder.iterdir():
        name = pattern.fullmatch(path.name)
        if name and path.is_file() and not path.is_symlink():
            with suppress(ValueError):
                found.append((datetime.strptime(name[1], STAMP).replace(tzinfo=UTC), path))
    return [path for at, path in sorted(found)[:-1] if at < now - timedelta(days=days)]


def _sweep(folder: Path) -> None:
    """Remove what a killed backup of this house left; one that is still being written is held by its writer."""
    for half in folder.glob(f".commonplace-{house()}-*.half"):
        with suppress(OSError), half.open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            half.unlink()


def _sync(folder: Path) -> None:
    """Have the disk keep a new name, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
