"""A new database is the same whether it was made at once or by every step since the first."""

import re
import sqlite3
from contextlib import closing
from typing import Any

import psycopg
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from commonplace.house.tests.homes import Builder, Home, at, kinds
from commonplace.store import fresh

# What has no name of its own is named by the table and columns that it had when it was made, or by a digest of them.
GIVEN = re.compile(r"\b[a-z0-9_]+_([0-9a-f]{8}(_[a-z0-9_]+)?|p?key|check)\b")
# A table of Django's that nobody uses here: its steps end in narrower numbers than its models ask for.
NARROWER = "auth_group_permissions"
OF_POSTGRESQL = {
    "columns": """SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default,
        collation_name, is_identity, is_generated, generation_expression
        FROM information_schema.columns WHERE table_schema = 'public'""",
    "indexes": "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "logged": """SELECT relname, relpersistence FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace""",
    "steps": "SELECT app, name FROM django_migrations",
    "kinds": "SELECT app_label, model FROM django_content_type",
}


def test_a_new_database_is_what_the_steps_end_in(home: Builder) -> None:
    kind = kinds()[-1]
    at_once, by_steps = home(kind, empty=True), home(kind, empty=True)
    at_once.run("migrate")
    # All steps take a quarter of a minute of processor time, which is longer where others want some too.
    stepping = by_steps.start("steps", module="commonplace.house.tests.living")
    told = stepping.communicate(timeout=900)
    assert stepping.returncode == 0, told
    made, stepped = shape(at_once), shape(by_steps)
    assert made.keys() == stepped.keys()
    for part, rows in made.items():
        others = [row for row in rows ^ stepped[part] if not row[0].startswith(NARROWER)]
        assert sorted(others, key=str) == [], part
        assert rows, part


def test_a_database_with_tables_of_ours_is_not_new(db: None) -> None:
    assert not fresh.is_new(connection)
    MigrationRecorder(connection).migration_qs.all().delete()
    assert not fresh.is_new(connection)


def shape(one: Home) -> dict[str, set[Any]]:
    """What the tables of a database are, whatever the order of their columns."""
    if one.kind == "postgresql":
        with psycopg.connect(**at(one.name)) as asked:
            found = {part: asked.execute(question).fetchall() for part, question in OF_POSTGRESQL.items()}
        return {part: {plain(row) for row in rows} for part, rows in found.items()}
    with closing(sqlite3.connect(one.sqlite)) as asked:
        tables = [name for (name,) in asked.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        ours = [name for name in tables if not name.startswith("sqlite_")]
        indexes = [(table, *row[1:]) for table in ours for row in asked.execute(f"PRAGMA index_list({table})")]
        return {
            "columns": {(table, *row[1:]) for table in ours for row in asked.execute(f"PRAGMA table_xinfo({table})")},
            "keys": {(table, *row[2:]) for table in ours for row in asked.execute(f"PRAGMA foreign_key_list({table})")},
            "indexes": {
                plain((table, name if origin == "c" else "", is_unique, is_partial, columns(asked, name)))
                for table, name, is_unique, origin, is_partial in indexes
            },
            "checks": {
                (name, check)
                for name, sql in asked.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
                for check in checks(sql or "")
            },
            "wheres": {
                plain((sql,)) for (sql,) in asked.execute("SELECT sql FROM sqlite_master WHERE type = 'index'") if sql
            },
            "virtual": set(asked.execute("SELECT name, sql FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")),
            "triggers": {*asked.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")},
            "steps": set(asked.execute("SELECT app, name FROM django_migrations")),
            "kinds": set(asked.execute("SELECT app_label, model FROM django_content_type")),
        }


def columns(asked: sqlite3.Connection, index: str) -> tuple[Any, ...]:
    return tuple(row[2:] for row in asked.execute(f"PRAGMA index_xinfo('{index}')") if row[5])


def checks(sql: str) -> list[str]:
    """The checks that a table was made with: from each word CHECK to the bracket that ends it."""
    found = []
    for begun in re.finditer(r'(?:CONSTRAINT "\w+" )?CHECK \(', sql):
        depth, end = 1, begun.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(sql[end], 0)
            end += 1
        found.append(sql[begun.start() : end])
    return found


def plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(GIVEN.sub("…", one) if isinstance(one, str) else one for one in row)
