"""What PostgreSQL knows of its tables, by which it decides how to look for something."""

from __future__ import annotations

from django.db import connection


def look_at_tables() -> None:
    """Have PostgreSQL look at its tables, as autovacuum does once rows are committed: for whoever writes much and reads
    it in the same transaction. Without, it takes tables for as empty as they were, and compares each row with each.
    SQLite needs none.

    Ours alone: of the catalogues that all databases of a server share, the whole would lock some until the transaction
    ends, and let other houses wait.
    """
    if connection.vendor == "postgresql":
        names = ", ".join(
            connection.ops.quote_name(name)
            for name in sorted(connection.introspection.django_table_names(only_existing=True))
        )
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {names}")  # nosemgrep: glued-sql  # names of our own tables
