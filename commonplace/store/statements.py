"""A statement that was compiled once: its text, its values, and which of them change from one call to the next.

What changes is known by stand-ins: values that nobody writes into a query, put where the real ones will stand.

SQLite wants other marks for values than Django writes. Django's cursor looks for them in the text each time, which for
the long texts of permissions takes as long as their answer, and hands SQLite a new text to look up; a statement is
asked with its own text, turned once. Everything else that a cursor of Django's heeds is heeded: who watches
(`execute_wrappers`, logs of queries), a broken transaction, a connection to be opened, errors by Django's names.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, partial
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX
from django.db.models import Model

# Within the range of every integer column, and nothing that anyone writes into a query.
NUMBER = 2_047_483_000
LARGEST = 2**63 - 1
A_STAND_IN = re.compile(r"2047483\d\d\d")
A_MOMENT = re.compile(r"\d{4}-\d\d-\d\d")

# Where a value comes from: its name, and its place in a list.
type Source = tuple[str, int | None]


class Frozen(ValueError):
    """A value did not come through into the compiled query, or a moment of the clock was compiled into it."""


@dataclass(frozen=True)
class Text:
    """A statement as it was compiled: its text, its values, and at which places stand which of those that change."""

    sql: str
    values: tuple[Any, ...]
    places: tuple[tuple[Source, list[int]], ...]

    def asked(self, given: dict[str, Any], connection: Any) -> tuple[Any, ...]:
        """Its values, with these in their places."""
        asked = list(self.values)
        for (name, at), places in self.places:
            value = _spoken(given[name] if at is None else given[name][at], connection)
            for place in places:
                asked[place] = value
        return tuple(asked)

    def answers(self, given: dict[str, Any], connection: Any) -> list[tuple[Any, ...]]:
        """What the database says with these values."""
        values = self.asked(given, connection)
        said: list[tuple[Any, ...]]
        if connection.vendor == "sqlite" and not connection.queries_logged:
            connection.validate_thread_sharing()
            connection.close_if_health_check_failed()
            connection.ensure_connection()
            connection.validate_no_broken_transaction()
            with connection.wrap_database_errors:
                said = self._on_sqlite(values, connection).fetchall()
            return said
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            said = cursor.fetchall()
        return said

    @cached_property
    def _with_question_marks(self) -> str:
        return FORMAT_QMARK_REGEX.sub("?", self.sql).replace("%%", "%")

    def _on_sqlite(self, values: tuple[Any, ...], connection: Any) -> Any:
        cursor = connection.connection.cursor()
        if not connection.execute_wrappers:
            return cursor.execute(self._with_question_marks, values)

        def execute(_sql: str, params: Any, _many: bool, _context: Any) -> Any:
            return cursor.execute(self._with_question_marks, params)

        watched: Any = execute
        for watch in reversed(connection.execute_wrappers):
            watched = partial(watch, watched)
        return watched(self.sql, values, False, {"connection": connection, "cursor": cursor})


def text_of(sql: str, values: Sequence[Any], known: Mapping[Any, Source], spare: Container[str] = ()) -> Text:
    """The compiled statement, with the places of what changes; raises Frozen, but not for what is `spare`."""
    places: dict[Source, list[int]] = {}
    fixed = []
    for place, value in enumerate(values):
        if isinstance(value, int | str | date) and value in known:
            places.setdefault(known[value], []).append(place)
        else:
            fixed.append(str(value))
    lost = {name for name, _ in set(known.values()) - set(places) if name not in spare}
    if lost or any(A_MOMENT.match(value) or A_STAND_IN.search(value) for value in (*fixed, sql)):
        raise Frozen(", ".join(sorted(lost)) or "a moment, or what was made of a stand-in")
    return Text(sql, tuple(values), tuple(places.items()))


def _is_shape(value: Any) -> bool:
    return value is None or isinstance(value, bool)


def shape_of(values: dict[str, Any], connection: Any) -> tuple[Any, ...]:
    """What of these values makes another statement: their kinds, how long lists are, and what is None or a boolean."""
    return (connection.vendor, *((name, _shape(value)) for name, value in values.items()))


def _shape(value: Any) -> Any:
    if _is_shape(value):
        return value
    # A lazy object, such as the reader of a request, says what it stands for.
    return (value[0].__class__, len(value)) if isinstance(value, list) else value.__class__


def stand_ins(values: dict[str, Any], connection: Any) -> tuple[dict[str, Any], dict[Any, Source]]:
    """What the function gets instead of the values, and by what each is known in the compiled query."""
    standing_in: dict[str, Any] = {}
    known: dict[Any, Source] = {}
    for name, value in values.items():
        if _is_shape(value):
            standing_in[name] = value
        elif isinstance(value, list):
            standing_in[name] = [_stand_in(one, len(known) + at) for at, one in enumerate(value)]
            known |= {_spoken(one, connection): (name, at) for at, one in enumerate(standing_in[name])}
        else:
            standing_in[name] = _stand_in(value, len(known))
            known[_spoken(standing_in[name], connection)] = (name, None)
    return standing_in, known


def _stand_in(value: Any, at: int) -> Any:
    if isinstance(value, Model):
        # Everything but the key is deferred: whoever asks for more than the key is told at once.
        return value.__class__.from_db(DEFAULT_DB_ALIAS, [value._meta.pk.attname], [NUMBER + at])
    if isinstance(value, int):
        return NUMBER + at
    if isinstance(value, datetime):
        return datetime(9998, 1, 1, microsecond=at, tzinfo=UTC)
    if isinstance(value, date):
        return date(9997, 1, 1) + timedelta(days=at)
    if isinstance(value, str):
        return str(NUMBER + at)
    raise TypeError(f"no query can be prepared for {value!r}")


def _spoken(value: Any, connection: Any) -> Any:
    """A value as the database takes it."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, int):
        # No row has a key beyond this, and SQLite takes no larger number.
        return max(-LARGEST, min(value, LARGEST))
    # A member of an enumeration is the text it stands for.
    return str(value) if isinstance(value, str) else value
