"""Where the limiter's rows are: on PostgreSQL in an unlogged table, else in a SQLite file beside the database.

A row is a keyed hash, perhaps a value, and the moment from which it says nothing any more. Nothing is dropped to make
room, so nobody makes the house forget by asking for much.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from contextlib import suppress
from typing import Any, Protocol

from django.db import connection

TABLE = """CREATE TABLE IF NOT EXISTS limits_row (key BLOB PRIMARY KEY, value TEXT, until INTEGER NOT NULL)
WITHOUT ROWID"""
INDEX = "CREATE INDEX IF NOT EXISTS limits_row_until ON limits_row (until)"
# A power cut may cost the file, which is then begun anew. What is deleted is overwritten.
PRAGMAS = (
    "PRAGMA journal_mode=WAL", "PRAGMA synchronous=OFF", "PRAGMA secure_delete=ON", "PRAGMA cache_size=-1024",
)  # fmt: skip
# Another process holds the file for some microseconds; whoever waits longer than this counts by itself.
PATIENCE = 0.5  # seconds
RUINED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


class Store(Protocol):
    """Runs one statement, all of it or nothing; parameters are written %s."""

    def run(self, sql: str, *values: bytes | int | str) -> list[tuple[Any, ...]]:
        """Its rows; raises Unkept where the store does not answer."""

    def wipe(self) -> None:
        """Leave nothing behind of what was deleted."""


class Unkept(Exception):
    """The store could not be read or written."""


class Table:
    """A table in the house's own PostgreSQL, for as many machines as serve."""

    def run(self, sql: str, *values: bytes | int | str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall() if cursor.description else []

    def wipe(self) -> None:
        """PostgreSQL does so by itself, when it vacuums."""


class File:
    """A SQLite file for the processes of one machine, or, in `:memory:`, for one process."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._opened: sqlite3.Connection | None = None
        self._mark: tuple[int, int] = (0, 0)

    def run(self, sql: str, *values: bytes | int | str) -> list[tuple[Any, ...]]:
        with self._lock:
            try:
                return self._connection().execute(sql.replace("%s", "?"), values).fetchall()
            except (sqlite3.Error, OSError) as problem:
                self._give_up(problem)
                raise Unkept(str(problem)) from problem

    def wipe(self) -> None:
        self.run("PRAGMA wal_checkpoint(TRUNCATE)")

    def _connection(self) -> sqlite3.Connection:
        # A connection does not live on in a child of the process that opened it.
        if self._opened is None or self._mark[0] != os.getpid():
            self._opened, self._mark = self._open(), (os.getpid(), self._number())
        return self._opened

    def _open(self) -> sqlite3.Connection:
        if self.path != ":memory:":
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        opened = sqlite3.connect(self.path, timeout=PATIENCE, autocommit=True, check_same_thread=False)
        try:
            for pragma in PRAGMAS:
                opened.execute(pragma).fetchall()
            opened.execute(TABLE)
            opened.execute(INDEX)
        except sqlite3.Error:
            opened.close()
            raise
        weakref.finalize(self, opened.close).atexit = False
        return opened

    def _number(self) -> int:
        """Which file stands at the path: it changes when another process begins it anew."""
        return 0 if self.path == ":memory:" else os.stat(self.path).st_ino

    def _give_up(self, problem: Exception) -> None:
        """Close; begin anew where the file is ruined and nobody else has done so."""
        if self._opened is not None:
            with suppress(sqlite3.Error):
                self._opened.close()
            self._opened = None
        with suppress(OSError):
            if str(getattr(problem, "sqlite_errorname", "")).startswith(RUINED) and (
                self._mark[1] in (0, self._number())
            ):
                for end in ("", "-wal", "-shm"):
                    with suppress(FileNotFoundError):
                        os.unlink(self.path + end)
        self._mark = (0, 0)
