"""Many rows, or one column of many rows, written as fast as the database takes them.

Importers write thousands of rows that nobody needs back as objects; `bulk_create` and `bulk_update` spend ten times as
long on building their SQL as the database does on running it.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.db import connections, models, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

_NOT_KEPT = re.compile("[\x00\ud800-\udfff]")


def fitted(model: type[models.Model], column: str, text: str) -> str:
    """A text from elsewhere as a column takes it: cut to its length, counted in characters as both databases do, and
    without what neither keeps (null bytes, halves of surrogate pairs).
    """
    most = getattr(model._meta.get_field(column), "max_length", None)
    return _NOT_KEPT.sub("\ufffd", text[:most])


def write_column(model: type[models.Model], column: str, values: Mapping[int, int] | Mapping[int, str]) -> None:
    """Set a column of each row by its key."""
    write_columns(model, (column,), ((value, pk) for pk, value in values.items()))


def write_columns(model: type[models.Model], columns: Sequence[str], rows: Iterable[tuple[int | str, ...]]) -> None:
    """Set these columns of each row, whose key stands behind their values."""
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    changes = ", ".join(f"{quote(column)} = %s" for column in columns)
    statement = f"UPDATE {table} SET {changes} WHERE {key} = %s"  # noqa: S608  # names of our own tables
    with transaction.atomic(using=connection.alias, savepoint=False), connection.cursor() as cursor:
        cursor.executemany(statement, list(rows))


def write_rows(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    unique: Sequence[str] = (),
    adding: Sequence[str] = (),
    highest: Sequence[str] = (),
) -> None:
    """Insert rows, given as the values of `columns` (numbers, texts, moments, days, truths, None); defaults are not
    filled.

    Where one of the same `unique` columns is there already, its other columns are set instead, or added to; one of
    `highest` is left alone where it would come down or be emptied.
    """
    connection = connections[router.db_for_write(model)]
    statement = _writing(model, connection.vendor, tuple(columns), tuple(unique), frozenset(adding), frozenset(highest))
    moment = _moments_of(connection)
    given = [tuple([moment(one) if isinstance(one, date) else one for one in row]) for row in rows]
    # Alone, each row would be a transaction of its own.
    with transaction.atomic(using=connection.alias, savepoint=False), connection.cursor() as cursor:
        if len(given) == 1:
            cursor.execute(statement, given[0])
        else:
            cursor.executemany(statement, given)


@cache
def _writing(
    model: type[models.Model],
    vendor: str,
    columns: tuple[str, ...],
    unique: tuple[str, ...],
    adding: frozenset[str],
    highest: frozenset[str],
) -> str:
    """The statement that writes one row, or changes the one that is there."""
    quote = connections[router.db_for_write(model)].ops.quote_name
    names = ", ".join(quote(column) for column in columns)
    places = ", ".join(["%s"] * len(columns))
    table = quote(model._meta.db_table)
    statement = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608  # our own tables
    if unique:
        changes = ", ".join(
            _change(table, quote(one), one in adding, one in highest) for one in columns if one not in unique
        )
        statement += f" ON CONFLICT ({', '.join(map(quote, unique))}) DO UPDATE SET {changes}"
    return statement


def _change(table: str, column: str, is_added: bool, is_highest: bool) -> str:
    old, new = f"{table}.{column}", f"excluded.{column}"
    if is_highest:
        new = f"CASE WHEN {old} > {new} OR {new} IS NULL THEN {old} ELSE {new} END"
    return f"{column} = {old} + {new}" if is_added else f"{column} = {new}"


def write_one[Row: models.Model](row: Row) -> Row:
    """Insert a new row as `save` would, by a statement that is put together once for its kind; the row, with its key.

    Columns with defaults of the database, and rows with keys of their own, are not for this.
    """
    model = type(row)
    connection = connections[router.db_for_write(model)]
    statement, fields = _inserting(model, connection.vendor)
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        (row.pk,) = cursor.fetchone()
    row._state.adding, row._state.db = False, connection.alias
    return row


@cache
def _inserting(model: type[models.Model], vendor: str) -> tuple[str, list[models.Field[Any, Any]]]:
    """The statement that inserts one row and gives its key, and the fields whose values it takes."""
    quote = connections[router.db_for_write(model)].ops.quote_name
    fields = [field for field in model._meta.concrete_fields if not field.primary_key and not field.generated]
    names = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    return f"INSERT INTO {table} ({names}) VALUES ({places}) RETURNING {key}", fields  # noqa: S608  # our own tables


def give_keys(instances: Sequence[models.Model]) -> None:
    """Give new instances of one model their keys, so that they can name each other before they are written.

    Inside the transaction that writes them: on SQLite it is what keeps others from taking the same keys.
    """
    if instances:
        for instance, key in zip(instances, new_keys(type(instances[0]), len(instances)), strict=True):
            instance.pk = key


def write_new(instances: Sequence[models.Model]) -> None:
    """Insert instances that were given their keys; their values are of the kinds that `write_rows` takes."""
    if not instances:
        return
    model = type(instances[0])
    columns = {field.attname: str(field.column) for field in model._meta.concrete_fields}
    write_rows(model, list(columns.values()), ([vars(one)[name] for name in columns] for one in instances))
    for instance in instances:
        instance._state.adding, instance._state.db = False, router.db_for_write(model)


def new_keys(model: type[models.Model], number: int) -> Sequence[int]:
    """Keys that no other row has or will be given; by chance, where a model draws them so that they tell no order."""
    if model._meta.pk.has_default():
        return sorted(model._meta.pk.get_default() for _each in range(number))
    connection = connections[router.db_for_write(model)]
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(sequence, [connection.ops.quote_name(table), model._meta.pk.column, number])
            return sorted(key for (key,) in cursor.fetchall())
        # Rows written with keys of their own move this mark along.
        cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        first = int(cursor.fetchone()[0]) + 1
        return range(first, first + number)


def _moments_of(connection: BaseDatabaseWrapper) -> Callable[[date], Any]:
    """How a database takes a moment or a day."""
    # What Django does for SQLite, less the general case: most of an archive's moments are in UTC as the database is.
    is_plain = connection.vendor == "sqlite" and connection.timezone is UTC

    def taken(one: date) -> Any:
        if not isinstance(one, datetime):
            return connection.ops.adapt_datefield_value(one)
        if is_plain and one.tzinfo is UTC:
            return str(one.replace(tzinfo=None))
        return connection.ops.adapt_datetimefield_value(one)

    return taken
