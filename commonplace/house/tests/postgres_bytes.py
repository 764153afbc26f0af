"""The files of a PostgreSQL database, byte by byte, as whoever reads the disk would find them."""

from __future__ import annotations

from time import monotonic, sleep
from typing import Any, LiteralString

import psycopg
from psycopg import sql

# What docs/confidence.md tells an operator to do. Of a table that has no row left ANALYZE keeps what it sampled before.
ANEW = ("DELETE FROM pg_statistic", "VACUUM (FULL, ANALYZE)", "VACUUM FULL pg_statistic", "CHECKPOINT")
_FILES = "SELECT name, pg_read_binary_file(folder || name) FROM (SELECT %s::text AS folder) f, pg_ls_dir(f.folder) name"
_TABLES = """
    SELECT pg_relation_filenode(c.oid)::text, coalesce(t.relname, c.relname)
    FROM pg_class c LEFT JOIN pg_class t ON t.reltoastrelid = c.oid WHERE pg_relation_filenode(c.oid) IS NOT NULL
"""
# A dead row stays for whoever began before it died. VACUUM FULL asks so of each database of the server: it takes a
# snapshot, and the oldest transaction that this finds at work may be another database's.
_NEXT = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
_OLDEST = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
_READING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
      AND (backend_xmin IS NOT NULL OR backend_xid IS NOT NULL)
"""
# The longest test, whose transaction another process may be in, takes minutes.
PATIENCE = 600.0
_LONG = """
    SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0
      AND NOT a.attisdropped AND a.attstorage IN ('x', 'm')
"""


def may_be_read(asked: psycopg.Connection[Any]) -> bool:
    """Whether whoever asks may read the server's files, as a superuser may."""
    row = asked.execute("SELECT pg_has_role(current_user, 'pg_read_server_files', 'USAGE')").fetchone()
    return bool(row and row[0])


def keep_long_words_as_they_are(asked: psycopg.Connection[Any]) -> None:
    """Have no column pressed together from now on: a word could not be looked for in what is."""
    for table, column in asked.execute(_LONG).fetchall():
        change = sql.SQL("ALTER TABLE {} ALTER COLUMN {} SET STORAGE EXTERNAL")
        asked.execute(change.format(sql.Identifier(table), sql.Identifier(column)))


def standing_in(asked: psycopg.Connection[Any], word: str) -> set[str]:
    """The tables, indexes and other files of this database in which the word stands, in whatever case."""
    asked.execute("CHECKPOINT")
    row = asked.execute("SELECT 'base/' || oid || '/' FROM pg_database WHERE datname = current_database()").fetchone()
    names = dict(asked.execute(_TABLES).fetchall())
    found = asked.cursor(binary=True).execute(_FILES, row)
    needle = word.lower().encode()
    return {names.get(name.partition(".")[0], name) for name, data in found if needle in data.lower()}


def write_anew(asked: psycopg.Connection[Any], patience: float = PATIENCE) -> bool:
    """Do what an operator does for deleted words to be gone from the bytes at once; whether nobody was at work by then.

    It waits, for at most so many seconds, until whoever is at work in any database of the server has ended.
    """
    died = _number(asked, _NEXT)
    until = monotonic() + patience
    while busy := _number(asked, _OLDEST) < died or _number(asked, _READING) > 0:
        if monotonic() >= until:
            break
        sleep(0.1)
    for words in ANEW:
        asked.execute(words)
    return not busy


def _number(asked: psycopg.Connection[Any], words: LiteralString) -> int:
    row = asked.execute(words).fetchone()
    assert row
    return int(row[0])
