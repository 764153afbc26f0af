"""Moving a house in from an archive: all of it, or nothing."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from commonplace.house.backup import databases
from commonplace.house.backup.container import FILES, PIECE, Archive, Damaged
from commonplace.house.backup.shelf import STAMP
from commonplace.house.backup.taking import Progress
from commonplace.people.models import Person


class Refused(Exception):
    """The archive cannot move in here; says why, and what to do, in one line."""


@dataclass(frozen=True)
class Restored:
    """What came of it: where the old house was put, if there was one, and what the operator should know of the key."""

    aside: str
    key_note: str


def restore(*, archive: Archive, replace: bool, now: datetime, progress: Progress) -> Restored:
    """Put the archive, which was verified, in the place of this house; the old one is kept aside.

    Raises Refused before anything is changed, Damaged and the database's errors with the old house still in place.
    """
    with _only_one():
        check_steps(archive)
        is_lived_in = _is_lived_in()
        if is_lived_in and not replace:
            raise Refused(
                "People live here, and they would go. Nothing was changed. --replace puts the archive in the place of "
                "this house, and keeps the old one aside."
            )
        databases.check_alone()
        put_files(archive, progress)
        stamp = now.astimezone(UTC).strftime(STAMP)
        key = _Key(archive.key(), stamp)
        with key.ready():
            aside = databases.put_rows(archive, stamp if is_lived_in else "", progress)
            key.take_place()
    return Restored(aside=aside, key_note=key.note)


def check_steps(archive: Archive) -> None:
    """Raise Refused where the archive's tables have taken a step that this code does not know."""
    known = MigrationLoader(None).disk_migrations
    if unknown := [f"{app}.{name}" for app, name in archive.manifest.migrations if (app, name) not in known]:
        raise Refused(f"The archive is of a newer Commonplace ({unknown[0]}). Update this one first.")


def put_files(archive: Archive, progress: Progress) -> None:
    """Put every file where its rows will look for it; one that lies there already, byte for byte, is left alone."""
    names = list(archive.manifest.files())
    progress.stage("files", len(names))
    for name in names:
        if not _is_there(name, archive.manifest.parts[f"{FILES}{name}"].sha256):
            # Cut short when a restore was killed, or damaged: names of files follow from what is in them.
            default_storage.delete(name)
            with archive.open(f"{FILES}{name}") as stream:
                stored = default_storage.save(name, File(stream))
            if stored != name:
                default_storage.delete(stored)
                raise Refused(f"The storage would not keep {name} under its own name.")
        progress.advance(1)


def _is_there(name: str, sha256: str) -> bool:
    if not default_storage.exists(name):
        return False
    with default_storage.open(name, "rb") as stored:
        return _digest(stored) == sha256


def _digest(stream: IO[bytes] | File[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := stream.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _is_lived_in() -> bool:
    if not databases.can_be_read():
        return True
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    return Person._meta.db_table in tables and Person.objects.exists()


@contextmanager
def _only_one() -> Iterator[None]:
    """One restore at a time; the lock goes with the process."""
    folder = Path(settings.DATA)
    folder.mkdir(parents=True, exist_ok=True)
    with open(os.open(folder / ".restoring", os.O_WRONLY | os.O_CREAT, 0o600), "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refused("Another restore is under way in this data folder.") from None
        yield


class _Key:
    """The key of the archive on its way into the data folder; where SECRET_KEY names one, that stays."""

    def __init__(self, key: str, stamp: str) -> None:
        if not key.strip() or "\0" in key:
            raise Damaged("Its key is empty.")
        self._key, self._stamp, self.note = key, stamp, ""
        self._place = Path(settings.DATA) / "secret-key"
        self._waiting = self._place.with_name(".secret-key.restoring")

    @contextmanager
    def ready(self) -> Iterator[None]:
        """Written down before the database changes, so that only a name has to change afterwards."""
        if not self._is_ours():
            yield
            return
        self._waiting.unlink(missing_ok=True)
        try:
            with open(os.open(self._waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(self._key)
                file.flush()
                os.fsync(file.fileno())
            yield
        finally:
            self._waiting.unlink(missing_ok=True)

    def take_place(self) -> None:
        if not self._is_ours():
            if self._key != settings.SECRET_KEY:
                self.note = (
                    "SECRET_KEY names another key than the archive's, and was left as it is: links in letters "
                    "already sent do not work."
                )
            return
        if self._place.exists() and self._place.read_text() != self._key:
            aside = self._place.with_name(f"secret-key.before-{self._stamp}")
            self._place.rename(aside)
            self.note = f"The key that was here is kept as {aside}."
        self._waiting.rename(self._place)

    def _is_ours(self) -> bool:
        return not (os.environ.get("SECRET_KEY") or os.environ.get("SECRET_KEY_FILE"))
