"""Whether the database answers, is prepared, and keeps what it is given."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from commonplace.house.findings import Finding, fine, note, wrong


def database() -> Iterator[Finding]:
    """Whether the database answers and is prepared."""
    try:
        connection.ensure_connection()
    except (DatabaseError, ImproperlyConfigured) as problem:
        yield wrong(f"The database does not answer: {' '.join(str(problem).split())}. Look at DATABASE_URL.")
        return
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield wrong(f"The database lacks {len(plan)} steps. Say: bin/commonplace migrate")
        return
    yield fine(f"The database ({connection.vendor}) answers and is up to date.")
    yield from _sqlite() if connection.vendor == "sqlite" else _postgresql()


def _sqlite() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        mode, level = (cursor.execute(ask).fetchone()[0] for ask in ("PRAGMA journal_mode", "PRAGMA synchronous"))
    if mode not in ("wal", "memory"):
        yield wrong(
            f"SQLite keeps its journal in the mode {mode!r} instead of WAL: readers and writers wait for each other."
        )
    if level == 1:
        yield note(
            "SQLite waits for the disk at checkpoints: a power cut may take the last writes (SQLITE_SYNCHRONOUS)."
        )
    elif level == 0:
        yield wrong(
            "SQLite does not wait for the disk at all: a power cut may break the file. Unset SQLITE_SYNCHRONOUS."
        )


def _postgresql() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        encoding = cursor.fetchone()[0]
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])
    if encoding != "UTF8":
        yield wrong(f"The PostgreSQL database is encoded as {encoding}; names of half the world need UTF8.")
    if version < 150000:
        yield wrong(f"PostgreSQL {version // 10000} is older than 15, the oldest this house is tried on.")
