"""Many rows, or one column of many rows, written as fast as the database takes them.

Importers write thousands of rows that nobody needs back as objects; `bulk_create` and `bulk_update` spend ten times as
long on building their SQL as the database does on running it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connections, models, router


def write_column(model: type[models.Model], column: str, values: Mapping[int, int]) -> None:
    """Set a column of each row by its key."""
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    statement = f"UPDATE {table} SET {quote(column)} = %s WHERE {key} = %s"  # noqa: S608  # names of our own tables
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(value, pk) for pk, value in values.items()])


def write_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], *, unique: Sequence[str] = ()
) -> None:
    """Insert rows, given as the values of `columns` (numbers, texts, moments, truths, None); defaults are not filled.

    Where one of the same `unique` columns is there already, its other columns are set instead.
    """
    connection = connections[router.db_for_write(model)]
    quote, moment = connection.ops.quote_name, connection.ops.adapt_datetimefield_value
    names = ", ".join(quote(column) for column in columns)
    places = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608  # our own tables
    if unique:
        changes = ", ".join(f"{quote(one)} = excluded.{quote(one)}" for one in columns if one not in unique)
        statement += f" ON CONFLICT ({', '.join(map(quote, unique))}) DO UPDATE SET {changes}"
    given = [tuple(moment(one) if isinstance(one, datetime) else one for one in row) for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(statement, given)
