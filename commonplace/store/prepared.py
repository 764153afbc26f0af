"""Queries that are built and compiled once, then asked with other values.

Who may see what makes our queries long, and Django takes several times longer to build and compile such a query than
the database to answer it. A query of a page that everyone opens is therefore prepared::

    @prepared
    def waiting(*, person: Person | None, community: Community) -> QuerySet[Conversation]:
        return Conversation.objects.visible_to(person).filter(community=community).unanswered()

    waiting(person=person, community=community)        # a list

The function runs once for each shape (which values are None, which are true) and gets stand-ins: it may put them into
filters and do nothing else with them. A stand-in that reaches no filter raises Frozen; so does a moment of the clock,
which would stand still: pass it in, or use `Now()`.

What an action always changes is prepared alike, so that nobody else waits while Django builds it: the function gives
the rows and what becomes of their columns, and the call says how many rows were changed::

    @prepared_change
    def _newer(*, community: Community) -> Change:
        return Community.objects.filter(pk=community.pk), {"version": F("version") + 1}

A row that is written by itself has one text for its whole kind already: `write_one` of store/bulk.py.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.sql import UpdateQuery
from django.db.transaction import TransactionManagementError

# Within the range of every integer column, and nothing that anyone writes into a query.
NUMBER = 2_047_483_000
LARGEST = 2**63 - 1
A_STAND_IN = re.compile(r"2047483\d\d\d")
A_MOMENT = re.compile(r"\d{4}-\d\d-\d\d")

# Where a value comes from: its name, and its place in a list.
type _Source = tuple[str, int | None]
# Rows, and what becomes of their columns.
type Change = tuple[QuerySet[Any], Mapping[str, Any]]


class Frozen(ValueError):
    """A value did not come through into the compiled query, or a moment of the clock was compiled into it."""


@dataclass(frozen=True)
class _Text:
    """A statement as it was compiled: its text, its values, and at which places stand which of those that change."""

    sql: str
    values: tuple[Any, ...]
    places: tuple[tuple[_Source, list[int]], ...]

    def asked(self, values: dict[str, Any], connection: Any) -> tuple[Any, ...]:
        """Its values, with these in their places."""
        asked = list(self.values)
        for (name, at), places in self.places:
            value = _spoken(values[name] if at is None else values[name][at], connection)
            for place in places:
                asked[place] = value
        return tuple(asked)


@dataclass(frozen=True)
class _Compiled:
    """A query that was compiled, with what makes rows of its answer."""

    queryset: QuerySet[Any]
    compiler: Any
    text: _Text
    locks: bool


class _Query:
    """Stands for the query of a queryset, and hands out the compiler that has compiled already."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


class Prepared[Row]:
    """A query that is asked by its values; see the module."""

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self.build = build
        self.__doc__ = build.__doc__
        self._compiled: dict[tuple[Any, ...], _Compiled | None] = {}

    def __call__(self, **values: Any) -> list[Row]:
        """The rows for these values: rows by their key, numbers, texts, moments, days, and lists of these.

        None and booleans change the shape. Raises TransactionManagementError where it locks outside of a transaction.
        """
        connection = connections[DEFAULT_DB_ALIAS]
        shape = _shape_of(values, connection)
        try:
            compiled = self._compiled[shape]
        except KeyError:
            compiled = self._compiled[shape] = self._compile(values, connection)
        if compiled is None:
            return []
        if compiled.locks and not connection.in_atomic_block:
            raise TransactionManagementError("a lock ends with the statement where there is no transaction")
        asked = compiled.text.asked(values, connection)
        compiler = copy.copy(compiled.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *args, **kwargs: (compiled.text.sql, asked)
        return list(_asked(compiled.queryset, compiler))

    def _compile(self, values: dict[str, Any], connection: Any) -> _Compiled | None:
        standing_in, known = _stand_ins(values, connection)
        queryset = self.build(**standing_in)
        compiler = queryset.query.get_compiler(using=queryset.db)
        try:
            sql, compiled = compiler.as_sql()
        except EmptyResultSet:
            return None
        text = _text(sql, compiled, known)
        converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
        compiler.get_converters = lambda columns: converters
        return _Compiled(queryset, compiler, text, queryset.query.select_for_update)


class PreparedChange:
    """A change of rows that is made by its values; see the module."""

    def __init__(self, build: Callable[..., Change]) -> None:
        self.build = build
        self.__doc__ = build.__doc__
        self._texts: dict[tuple[Any, ...], _Text] = {}

    def __call__(self, **values: Any) -> int:
        """Change the rows for these values, of the kinds that a prepared query takes; how many rows there were."""
        connection = connections[DEFAULT_DB_ALIAS]
        shape = _shape_of(values, connection)
        text = self._texts.get(shape)
        if text is None:
            standing_in, known = _stand_ins(values, connection)
            rows, changes = self.build(**standing_in)
            query: Any = rows.query.chain(UpdateQuery)
            query.add_update_values(changes)
            sql, compiled = query.get_compiler(using=rows.db).as_sql()
            text = self._texts[shape] = _text(sql, compiled, known)
        with connection.cursor() as cursor:
            cursor.execute(text.sql, text.asked(values, connection))
            return int(cursor.rowcount)


def _text(sql: str, values: Sequence[Any], known: Mapping[Any, _Source]) -> _Text:
    """The compiled statement, with the places of what changes; raises Frozen."""
    places: dict[_Source, list[int]] = {}
    fixed = []
    for place, value in enumerate(values):
        if isinstance(value, int | str | date) and value in known:
            places.setdefault(known[value], []).append(place)
        else:
            fixed.append(str(value))
    lost = set(known.values()) - set(places)
    if lost or any(A_MOMENT.match(value) or A_STAND_IN.search(value) for value in (*fixed, sql)):
        raise Frozen(", ".join(sorted({name for name, _ in lost})) or "a moment, or what was made of a stand-in")
    return _Text(sql, tuple(values), tuple(places.items()))


def _asked(queryset: QuerySet[Any], compiler: Any) -> QuerySet[Any]:
    """The queryset once more, not asked yet; its query is not cloned, for nobody is going to change it."""
    again: QuerySet[Any] = object.__new__(type(queryset))
    again.__dict__.update(queryset.__dict__, _result_cache=None, _query=_Query(queryset.query, compiler))
    return again


def prepared[Row](build: Callable[..., QuerySet[Any, Row]]) -> Prepared[Row]:
    """Have a query compiled once; see the module."""
    return Prepared(build)


def prepared_change(build: Callable[..., Change]) -> PreparedChange:
    """Have a change of rows compiled once; see the module."""
    return PreparedChange(build)


def _is_shape(value: Any) -> bool:
    return value is None or isinstance(value, bool)


def _shape_of(values: dict[str, Any], connection: Any) -> tuple[Any, ...]:
    return (connection.vendor, *((name, _shape(value)) for name, value in values.items()))


def _shape(value: Any) -> Any:
    if _is_shape(value):
        return value
    # A lazy object, such as the reader of a request, says what it stands for.
    return (value[0].__class__, len(value)) if isinstance(value, list) else value.__class__


def _stand_ins(values: dict[str, Any], connection: Any) -> tuple[dict[str, Any], dict[Any, _Source]]:
    """What the function gets instead of the values, and by what each is known in the compiled query."""
    standing_in: dict[str, Any] = {}
    known: dict[Any, _Source] = {}
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
