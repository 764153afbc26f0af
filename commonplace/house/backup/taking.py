"""Taking an archive of the house while it stays open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Protocol

from django.apps import apps
from django.apps.registry import Apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from commonplace.house.backup import rows
from commonplace.house.backup.container import FILES, KEY, PIECE, ROWS, Manifest, Writer
from commonplace.house.backup.shelf import new_archive

# What does not shrink when it is packed: pictures, and documents that are packed already.
PACKED = frozenset((".png", ".jpg", ".webp", ".gif", ".pdf", ".odt", ".ods", ".odp", ".docx", ".xlsx", ".pptx", ".gz"))


class NotPrepared(Exception):
    """The database is empty: there is no house to take along."""


class Progress(Protocol):
    """Who is told how far it came."""

    def stage(self, words: str, total: int | None) -> None: ...

    def advance(self, many: int) -> None: ...


class Silent:
    """Tells nobody."""

    def stage(self, words: str, total: int | None) -> None:
        pass

    def advance(self, many: int) -> None:
        pass


@dataclass(frozen=True)
class Taken:
    """An archive that was taken, and what is in it."""

    path: Path
    manifest: Manifest


def take(*, folder: Path, now: datetime, progress: Progress) -> Taken:
    """Take an archive into `folder`. Raises NotPrepared; OSError where it cannot be written, and then none is left."""
    executor = MigrationExecutor(connection)
    steps = sorted(step for step in executor.loader.applied_migrations if step in executor.loader.graph.nodes)
    if not steps:
        raise NotPrepared
    manifest = Manifest(taken_at=now.astimezone(UTC).isoformat(), database=connection.vendor, migrations=steps)
    with new_archive(folder, now=now) as (path, stream):
        writer = Writer(stream, manifest)
        try:
            _take_all(writer, executor, progress)
            writer.close()
        except BaseException:
            writer.give_up()
            raise
    return Taken(path, manifest)


def _take_all(writer: Writer, executor: MigrationExecutor, progress: Progress) -> None:
    named: set[str] = set()
    with snapshot():
        for model in rows.kept(models_after(executor, writer.manifest.migrations)):
            progress.stage(model._meta.db_table, None)
            with writer.part(f"{ROWS}{model._meta.db_table}.jsonl") as part:
                rows.write(model, part, named, progress.advance)
    # A file is written before the row that names it, so whatever the rows name is there by now.
    progress.stage("files", len(named))
    for name in sorted(named):
        _take_file(writer, name)
        progress.advance(1)
    with writer.part(KEY) as part:
        part.write(settings.SECRET_KEY.encode())


def models_after(executor: MigrationExecutor, steps: list[tuple[str, str]]) -> Apps:
    """The models as they stood after these steps: those of the code where it has no others."""
    if {*steps} >= {*executor.loader.graph.leaf_nodes()}:
        return apps
    return executor.loader.project_state(last_of(executor, steps)).apps


def last_of(executor: MigrationExecutor, steps: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The steps that no other of the same app follows."""
    taken = {*steps}
    children = executor.loader.graph.node_map
    return [
        step
        for step in steps
        if not any(after.key[0] == step[0] and after.key in taken for after in children[step].children)
    ]


@contextmanager
def snapshot() -> Iterator[None]:
    """One moment of the database for everything that is read; nobody waits for whoever reads it."""
    if connection.vendor == "postgresql":
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    # Django would begin by taking the lock that writers need.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            cursor.execute("SELECT count(*) FROM sqlite_master")
            yield
        finally:
            cursor.execute("ROLLBACK")


def _take_file(writer: Writer, name: str) -> None:
    try:
        stored = default_storage.open(name, "rb")
    except FileNotFoundError:
        writer.manifest.missing.append(name)
        return
    is_packed = PurePosixPath(name).suffix.lower() not in PACKED
    with stored, writer.part(f"{FILES}{name}", is_packed=is_packed) as part:
        while piece := stored.read(PIECE):
            part.write(piece)
