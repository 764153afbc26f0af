"""The files of a PostgreSQL database, byte by byte, as whoever reads the disk would find them."""

from __future__ import annotations

from time import sleep
from typing import Any

import psycopg
from psycopg import sql

# What docs/confidence.md tells an operator to do. Of a table that has no row left ANALYZE keeps what it sampled before.
ANEW = ("DELETE FROM pg_statistic", "VACUUM (FULL, ANALYZE)", "VACUUM FULL pg_statistic", "CHECKPOINT")
_FILES = "SELECT name, pg_read_binary_file(folder || name) FROM (SELECT %s::text AS folder) f, pg_ls_dir(f.folder) name"
_TABLES = """
    SELECT pg_relation_filenode(c.oid)::text, coalesce(t.relname, c.relname)
    FROM pg_class c LEFT JOIN pg_class t ON t.reltoastrelid = c.oid WHERE pg_relation_filenode(c.oid) IS NOT NULL
"""
# Whoever reads at the time, autovacuum too, keeps rows that are dead to all who come later.
_READING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
      AND (backend_xmin IS NOT NULL OR backend_xid IS NOT NULL)
"""
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


def write_anew(asked: psycopg.Connection[Any]) -> None:
    """Do what an operator does for deleted words to be gone from the bytes at once, when nobody else is reading."""
    for _ in range(100):
        if asked.execute(_READING).fetchone() == (0,):
            break
        sleep(0.1)
    for words in ANEW:
        asked.execute(words)
