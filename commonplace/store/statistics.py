"""What PostgreSQL knows of its tables, by which it decides how to look for something."""

from __future__ import annotations

from django.db import connection


def look_at_tables() -> None:
    """Have PostgreSQL look at its tables, as autovacuum does once rows are committed: for whoever writes much and reads
    it in the same transaction. Without, it takes tables for as empty as they were, and compares each row with each.
    SQLite needs none.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
