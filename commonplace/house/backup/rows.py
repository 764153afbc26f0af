"""Rows as lines of JSON that mean the same to both databases."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from itertools import chain
from typing import IO, Any, Final
from uuid import UUID

from django.apps.registry import Apps
from django.db import connection
from django.db.models import AutoField, BinaryField, Field, FileField, Max, Model

from commonplace.house.backup.container import Damaged, Measured

# What stays behind, and why.
LEFT_OUT: Final = {
    "sessions.Session": "whoever finds an archive shall not walk in as anybody",
    "usersessions.UserSession": "tells of sessions",
    "account.EmailConfirmation": "codes by mail have taken its place",
    "django_tasks_database.DBTaskResult": "no job is the only record of work",
    "contenttypes.ContentType": "made by every database for itself",
    "auth.Permission": "made by every database for itself, and not used here",
    "auth.Group": "not used here",
    "auth.Group_permissions": "not used here",
}
AT_ONCE: Final = 500  # rows
BLOBS_AT_ONCE: Final = 4


type ModelClass = type[Model]


def kept(apps: Apps) -> list[ModelClass]:
    """Every model whose rows travel, in a fixed order."""
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label not in LEFT_OUT
    ]
    return sorted(models, key=lambda model: model._meta.db_table)


def columns(model: ModelClass) -> list[Field[Any, Any]]:
    """What is written of a row, by name: steps that were taken one by one leave columns in another order."""
    fields = (field for field in model._meta.concrete_fields if not field.generated)
    return sorted(fields, key=lambda field: str(field.attname))


def write(model: ModelClass, to: Measured, named: set[str], progress: Callable[[int], object]) -> None:
    """Write a model's rows in the order of their keys; the names of files go into `named`."""
    fields = columns(model)
    files = [place for place, field in enumerate(fields) if isinstance(field, FileField)]
    many = BLOBS_AT_ONCE if any(isinstance(field, BinaryField) for field in fields) else AT_ONCE
    names = [str(field.attname) for field in fields]
    to.write(_line(names))
    for row in model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=many):
        to.write(_line(row))
        to.rows += 1
        if files:
            named.update(row[place] for place in files if row[place])
        if to.rows % AT_ONCE == 0:
            progress(AT_ONCE)
    to.last_id = _last_id(model)


def read(model: ModelClass, source: IO[bytes], progress: Callable[[int], object]) -> Iterator[list[Any]]:
    """The rows of a part, as the database that is named now takes them; raises Damaged."""
    fields = columns(model)
    names = [field.attname for field in fields]
    if json.loads(source.readline()) != names:
        raise Damaged(f"Its table {model._meta.db_table} has other columns than the steps that it names make.")
    taken = [_taking(field) for field in fields]
    for place, line in enumerate(source, start=1):
        if place % AT_ONCE == 0:
            progress(AT_ONCE)
        try:
            pairs = zip(taken, json.loads(line), strict=True)
            row = [value if take is None else take(value) for take, value in pairs]
        except (ValueError, TypeError) as problem:
            raise Damaged(f"A row of its table {model._meta.db_table} cannot be read.") from problem
        yield row


def load(model: ModelClass, rows: Iterator[list[Any]]) -> None:
    """Put rows into an empty table: by COPY on PostgreSQL, by one prepared statement on SQLite."""
    first = next(rows, None)
    if first is None:
        return
    quoted = connection.ops.quote_name
    table, fields = quoted(model._meta.db_table), columns(model)
    names = ", ".join(quoted(str(field.column)) for field in fields)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in chain([first], rows):
                    copy.write_row(row)
        else:
            marks = ", ".join("?" * len(fields))
            insert = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608  # names of our own models
            # The plain connection: Django's cursor would look at every value once more.
            connection.connection.executemany(insert, chain([first], rows))


def count_on(model: ModelClass, last_id: int) -> None:
    """Have the next row be given an id that none was given before, whether or not it is still there."""
    key = model._meta.pk
    if not isinstance(key, AutoField):
        return
    table, highest = model._meta.db_table, model._base_manager.aggregate(highest=Max("pk"))["highest"]
    last_id = max(last_id, highest or 0)
    if not last_id:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            name = connection.ops.quote_name(table)
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [name, key.column, last_id])
        else:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence(name, seq) VALUES (%s, %s)", [table, last_id])


def _last_id(model: ModelClass) -> int:
    """The last id that was given to a row of this table; 0 where none was, or ids are not counted."""
    key = model._meta.pk
    if not isinstance(key, AutoField):
        return 0
    quoted, table = connection.ops.quote_name, model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [quoted(table), key.column])
            (sequence,) = cursor.fetchone()
            # PostgreSQL gives the name quoted where it must be.
            cursor.execute(f"SELECT last_value FROM {sequence} WHERE is_called")  # noqa: S608
        else:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _line(row: object) -> bytes:
    # Keys in order, for PostgreSQL keeps none: the same house gives the same bytes.
    told = json.dumps(row, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=_plain)
    return told.encode() + b"\n"


def _plain(value: object) -> str:
    if isinstance(value, date | time):  # a moment is a date, too
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return b64encode(value).decode()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"no way to write {type(value)}")


_READ: Final[dict[str, Callable[[str], object]]] = {
    "DateTimeField": datetime.fromisoformat,
    "DateField": date.fromisoformat,
    "TimeField": time.fromisoformat,
    "BinaryField": b64decode,
    "UUIDField": UUID,
}


def _taking(field: Field[Any, Any]) -> Callable[[Any], Any] | None:
    """How a value of this column is handed to the database; None where it is as it stands in JSON."""
    while field.remote_field and hasattr(field, "target_field"):
        field = field.target_field
    kind = field.get_internal_type()
    if kind == "JSONField":
        if field.null:
            return lambda value: field.get_db_prep_save(value, connection)
        return lambda value: connection.ops.adapt_json_value(value, None)
    if (reader := _READ.get(kind)) is None:
        return None
    return lambda value: field.get_db_prep_save(None if value is None else reader(value), connection)
