"""Rows into a new database that takes the place of the old one at a stroke."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from commonplace.house.backup import rows
from commonplace.house.backup.container import ROWS, Archive, Damaged
from commonplace.house.backup.taking import Progress, last_of
from commonplace.search.catch_up import tidy
from commonplace.store import fresh
from commonplace.store.statistics import look_at_tables


class InUse(Exception):
    """Another process has the database open."""


def can_be_read() -> bool:
    """Whether there is a database at all behind the name, and not a broken file."""
    if connection.vendor != "sqlite":
        return True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_master")
    except DatabaseError:
        return False
    return True


def check_alone() -> None:
    """Raise InUse where another process has the SQLite file open: what it writes would go to the file set aside."""
    if connection.vendor == "sqlite":
        connection.close()
        _fold(_live())


def put_rows(archive: Archive, stamp: str, progress: Progress) -> str:
    """Put an archive's rows in the place of the database's; where `stamp` is given, the old ones are kept, and where
    is returned.
    """
    if connection.vendor == "postgresql":
        return _into_postgresql(archive, stamp, progress)
    return _into_sqlite(archive, stamp, progress)


def _into_sqlite(archive: Archive, stamp: str, progress: Progress) -> str:
    live = _live()
    fresh = live.with_name(f".{live.name}.restoring")
    _forget(fresh)
    fresh.touch(mode=0o600)
    connection.close()
    try:
        connection.settings_dict["NAME"] = str(fresh)
        with connection.cursor() as cursor:
            # Nobody else sees this file, and one that is cut short is thrown away.
            cursor.execute("PRAGMA journal_mode=MEMORY")
            cursor.execute("PRAGMA synchronous=OFF")
        _fill(archive, progress)
        while tidy():
            pass
        connection.close()
        connection.settings_dict["NAME"] = str(live)
        with fresh.open("rb") as written:
            os.fsync(written.fileno())
        return _swap(live, fresh, stamp)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(live)
        _forget(fresh)


def _swap(live: Path, fresh: Path, stamp: str) -> str:
    """Let the new file take the name of the old one; at no moment is there none."""
    _fold(live)
    aside = live.with_name(f"{live.name}.before-{stamp}") if stamp and live.exists() else None
    if aside:
        os.link(live, aside)
    # Of a file that could be read these are gone by now. Beside the new one they would be taken for its own.
    for tail in ("-wal", "-shm"):
        beside = live.with_name(live.name + tail)
        with suppress(FileNotFoundError):
            if aside:
                beside.rename(aside.with_name(aside.name + tail))
            else:
                beside.unlink()
    fresh.replace(live)
    return str(aside or "")


def _fold(path: Path) -> None:
    """Bring what waits in SQLite's log into the file, which only works while nobody else has it open."""
    if not path.exists():
        return
    with closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as alone:
        try:
            alone.execute("PRAGMA journal_mode=DELETE").fetchone()
        except sqlite3.OperationalError as problem:
            if "locked" in str(problem):
                raise InUse from problem
            raise
        except sqlite3.DatabaseError:
            # A broken file is set aside as it is.
            return


def _live() -> Path:
    return Path(connection.settings_dict["NAME"])


def _forget(path: Path) -> None:
    for tail in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + tail).unlink(missing_ok=True)


def _into_postgresql(archive: Archive, stamp: str, progress: Progress) -> str:
    """In one transaction, the making of tables too; the old ones move into a schema of their own."""
    quoted, aside = connection.ops.quote_name, f"before_{stamp.lower()}" if stamp else ""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            tables = _tables(archive)
            if aside and tables:
                # Names of our own tables, and of a moment.
                cursor.execute(f"CREATE SCHEMA {quoted(aside)}")  # nosemgrep: glued-sql
                for table in tables:
                    cursor.execute(f"ALTER TABLE {quoted(table)} SET SCHEMA {quoted(aside)}")  # nosemgrep: glued-sql
            elif tables:
                names = ", ".join(quoted(table) for table in tables)
                cursor.execute(f"DROP TABLE {names} CASCADE")  # nosemgrep: glued-sql
        _fill(archive, progress)
    look_at_tables()
    return aside


def _tables(archive: Archive) -> list[str]:
    """The tables of this house that are there, and those that the archive's steps would make; nobody else's."""
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    executor = MigrationExecutor(connection)
    state = executor.loader.project_state(last_of(executor, archive.manifest.migrations))
    ours |= {model._meta.db_table for model in state.apps.get_models(include_auto_created=True)}
    ours.add(MigrationRecorder.Migration._meta.db_table)
    # A step may make a table that no model tells of; it has the name of its room in front.
    rooms = tuple(f"{config.label}_" for config in apps.get_app_configs())
    return sorted(name for name in connection.introspection.table_names() if name in ours or name.startswith(rooms))


def _fill(archive: Archive, progress: Progress) -> None:
    """Make tables as the archive's were, fill them, and take the steps that have been added since."""
    progress.stage("tables", None)
    executor = MigrationExecutor(connection)
    last = last_of(executor, archive.manifest.migrations)
    fresh.make(connection, last=None if {*last} >= {*executor.loader.graph.leaf_nodes()} else last)
    models = rows.kept(executor.loader.project_state(last).apps)
    named = {f"{ROWS}{model._meta.db_table}.jsonl" for model in models}
    if named != {name for name in archive.manifest.parts if name.startswith(ROWS)}:
        raise Damaged("It has other tables than the steps that it names make.")
    # SQLite makes tables outside of a transaction only.
    with transaction.atomic():
        if connection.vendor == "postgresql":
            # A step that adds a key to a table has it checked at once for the rest of the transaction.
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for model in models:
            _fill_one(archive, model, progress)
        connection.check_constraints()
    since = MigrationExecutor(connection, progress_callback=_settle)
    since.migrate(since.loader.graph.leaf_nodes())
    # Nothing is left to do but what Django does after all steps.
    call_command("migrate", interactive=False, verbosity=0)


def _settle(action: str, *_: object) -> None:
    """Have PostgreSQL check after each step what it put off: the next may change a table only then, for here the steps
    share one transaction.
    """
    if action == "apply_success" and connection.vendor == "postgresql":
        connection.check_constraints()


def _fill_one(archive: Archive, model: rows.ModelClass, progress: Progress) -> None:
    table = model._meta.db_table
    part = archive.manifest.parts[f"{ROWS}{table}.jsonl"]
    progress.stage(table, part.rows)
    # What a step put there on its way is in the archive as well.
    model._base_manager.all().delete()
    with archive.open(f"{ROWS}{table}.jsonl") as stream:
        rows.load(model, rows.read(model, stream, progress.advance))
    if model._base_manager.count() != part.rows:
        raise Damaged(f"Its table {table} has not {part.rows} rows, as its manifest says.")
    rows.count_on(model, part.last_id)
