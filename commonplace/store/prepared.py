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

`waiting.rows(...)` gives the same as `Rows`: what the database said, made into objects once somebody looks at one. What
was set from the same before (see ui/kept_parts.py) needs none.

What an action always changes is prepared alike, so that nobody else waits while Django builds it: the function gives
the rows and what becomes of their columns, and the call says how many rows were changed::

    @prepared_change
    def _newer(*, community: Community) -> Change:
        return Community.objects.filter(pk=community.pk), {"version": F("version") + 1}

A list has a statement for each of its lengths, so what may be long is asked about `in_parts`, which have few.

A row that is written by itself has one text for its whole kind already: `write_one` of store/bulk.py.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import batched
from typing import Any, cast, overload

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.query import ModelIterable, ValuesListIterable, get_related_populators
from django.db.models.sql import UpdateQuery
from django.db.transaction import TransactionManagementError

from commonplace.store.statements import Text, shape_of, stand_ins, text_of

# Rows, and what becomes of their columns.
type Change = tuple[QuerySet[Any], Mapping[str, Any]]
MOST = 512  # values of a list in one statement
# Of Django's: makes a value of the database's, for an expression and a connection.
type Converter = Callable[[Any, Any, Any], Any]


@dataclass
class Compiled:
    """A query as it was compiled, with how what is said becomes rows, and whether it locks them."""

    queryset: QuerySet[Any]
    compiler: Any
    text: Text
    converters: Sequence[tuple[int, Converter, Any]]
    locks: bool

    def says(self, given: dict[str, Any], connection: Any) -> list[tuple[Any, ...]]:
        """What the database says for these values, as it says it."""
        if self.locks and not connection.in_atomic_block:
            raise TransactionManagementError("a lock ends with the statement where there is no transaction")
        said = self.text.answers(given, connection)
        # What it is ordered by may stand behind what was asked for.
        return [row[: self.compiler.col_count] for row in said] if self.compiler.has_extra_select else said

    def made(self, said: Sequence[tuple[Any, ...]], connection: Any) -> list[Any]:
        """The rows of what was said."""
        rows = [self._converted(row, connection) for row in said] if self.converters else said
        if self.is_plain:
            return list(self._objects(rows))
        if self.is_of_tuples:
            return list(map(tuple, rows))
        compiler = copy.copy(self.compiler)
        compiler.connection = connection
        compiler.execute_sql = lambda *args, **kwargs: None
        compiler.results_iter = lambda *args, **kwargs: map(tuple, rows)
        return list(_asked(self.queryset, compiler))

    def _converted(self, row: Sequence[Any], connection: Any) -> Sequence[Any]:
        """A row with its values as Python has them."""
        values = list(row)
        for at, convert, expression in self.converters:
            values[at] = convert(values[at], expression, connection)
        return values

    @cached_property
    def is_of_tuples(self) -> bool:
        """Whether its rows are tuples of what was asked for, in this order."""
        return getattr(self.queryset, "_iterable_class", None) is ValuesListIterable

    @cached_property
    def is_plain(self) -> bool:
        """Whether its rows are objects, and nothing else is asked for with them."""
        one: Any = self.queryset
        lookups = one._known_related_objects or one._prefetch_related_lookups or one._fetch_mode.track_peers
        return one._iterable_class is ModelIterable and not lookups

    @cached_property
    def related(self) -> Sequence[Any]:
        """What makes the objects that come with each."""
        kinds, one = self.compiler.klass_info, cast("Any", self.queryset)
        populators: Sequence[Any] = get_related_populators(kinds, self.compiler.select, one.db, one._fetch_mode)
        return populators

    def _objects(self, rows: Sequence[Any]) -> Iterator[Any]:
        """As Django's own ModelIterable makes them, of a query that is known already."""
        queryset, kinds = cast("Any", self.queryset), self.compiler.klass_info
        first, last = kinds["select_fields"][0], kinds["select_fields"][-1] + 1
        make, names, related = kinds["model"].from_db, self.names, self.related
        annotated = list((self.compiler.annotation_col_map or {}).items())
        for row in rows:
            one = make(queryset.db, names, row[first:last], fetch_mode=queryset._fetch_mode)
            for populator in related:
                populator.populate(row, one)
            for name, at in annotated:
                setattr(one, name, row[at])
            yield one

    @cached_property
    def names(self) -> list[str]:
        """What the columns of the rows themselves are called, as they stand one after another."""
        fields = self.compiler.klass_info["select_fields"]
        return [one[0].target.attname for one in self.compiler.select[fields[0] : fields[-1] + 1]]

    @cached_property
    def at(self) -> dict[str, int]:
        """At which place of what is said stands a column, or what was annotated."""
        first = self.compiler.klass_info["select_fields"][0]
        return {name: place for place, name in enumerate(self.names, start=first)} | (
            self.compiler.annotation_col_map or {}
        )


class Rows[Row](Sequence[Row]):
    """What a prepared query answers: as the database `said` it, and as objects for whoever looks at them."""

    def __init__(self, compiled: Compiled | None, said: Sequence[tuple[Any, ...]], connection: Any) -> None:
        self.said = tuple(said)
        self._compiled, self._connection = compiled, connection

    @cached_property
    def _made(self) -> list[Row]:
        return self._compiled.made(self.said, self._connection) if self._compiled is not None else []

    @property
    def names(self) -> tuple[str, ...]:
        """Which columns of the rows themselves and which annotations were asked for."""
        return tuple(self._compiled.at) if self._compiled is not None else ()

    def part(self, start: int, end: int) -> Rows[Row]:
        """Those from one place on to before another."""
        return Rows(self._compiled, self.said[start:end], self._connection)

    def columns(self, *names: str) -> list[tuple[Any, ...]]:
        """Of each row these columns, by the name of the attribute, as the database says them: no object is made."""
        at = [self._compiled.at[name] for name in names] if self._compiled is not None else []
        return [tuple(row[place] for place in at) for row in self.said]

    def __len__(self) -> int:
        return len(self.said)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        return self._made[at]


class _Query:
    """Stands for the query of a queryset, and hands out the compiler that has compiled already."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


class Prepared[Row]:
    """A query that is asked by its values, all of which it uses but for `spare` ones; see the module."""

    def __init__(self, build: Callable[..., QuerySet[Any, Row]], spare: Container[str] = ()) -> None:
        self.build, self._spare = build, spare
        self.__doc__ = build.__doc__
        self._compiled: dict[tuple[Any, ...], Compiled | None] = {}

    def __call__(self, **values: Any) -> list[Row]:
        """The rows for these values: rows by their key, numbers, texts, moments, days, and lists of these.

        None and booleans change the shape. Raises TransactionManagementError where it locks outside of a transaction.
        """
        connection = connections[DEFAULT_DB_ALIAS]
        compiled = self.compiled(values, connection)
        return compiled.made(compiled.says(values, connection), connection) if compiled is not None else []

    def rows(self, **values: Any) -> Rows[Row]:
        """The same, made into objects only where somebody looks at one."""
        connection = connections[DEFAULT_DB_ALIAS]
        compiled = self.compiled(values, connection)
        return Rows(compiled, compiled.says(values, connection) if compiled is not None else (), connection)

    def compiled(self, values: dict[str, Any], connection: Any) -> Compiled | None:
        """The statement for values of these shapes; None where it could find nothing."""
        shape = shape_of(values, connection)
        try:
            return self._compiled[shape]
        except KeyError:
            compiled = self._compiled[shape] = self._compile(values, connection)
            return compiled

    def _compile(self, values: dict[str, Any], connection: Any) -> Compiled | None:
        standing_in, known = stand_ins(values, connection)
        queryset = self.build(**standing_in)
        compiler = queryset.query.get_compiler(using=queryset.db)
        try:
            sql, compiled = compiler.as_sql()
        except EmptyResultSet:
            return None
        text = text_of(sql, compiled, known, self._spare)
        found = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
        converters = [(at, _quicker(one, connection), by) for at, (these, by) in found.items() for one in these]
        return Compiled(queryset, compiler, text, converters, queryset.query.select_for_update)


class PreparedChange:
    """A change of rows that is made by its values; see the module."""

    def __init__(self, build: Callable[..., Change]) -> None:
        self.build = build
        self.__doc__ = build.__doc__
        self._texts: dict[tuple[Any, ...], Text] = {}

    def __call__(self, **values: Any) -> int:
        """Change the rows for these values, of the kinds that a prepared query takes; how many rows there were."""
        connection = connections[DEFAULT_DB_ALIAS]
        shape = shape_of(values, connection)
        text = self._texts.get(shape)
        if text is None:
            standing_in, known = stand_ins(values, connection)
            rows, changes = self.build(**standing_in)
            query: Any = rows.query.chain(UpdateQuery)
            query.add_update_values(changes)
            sql, compiled = query.get_compiler(using=rows.db).as_sql()
            text = self._texts[shape] = text_of(sql, compiled, known)
        with connection.cursor() as cursor:
            cursor.execute(text.sql, text.asked(values, connection))
            return int(cursor.rowcount)


def _quicker(convert: Converter, connection: Any) -> Converter:
    """The same; moments of SQLite, of which a list has hundreds, without asking each time which zone they are in."""
    if connection.timezone is not UTC or convert != getattr(connection.ops, "convert_datetimefield_value", None):
        return convert

    def in_utc(value: Any, expression: Any, connection: Any) -> Any:
        if type(value) is datetime and value.tzinfo is None:
            return value.replace(tzinfo=UTC)
        return convert(value, expression, connection)

    return in_utc


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


def in_parts[Value: int | str](values: Iterable[Value]) -> Iterator[list[Value]]:
    """What stands behind an IN, each once and in order, in lists of few lengths (powers of two), the last one again."""
    ordered: list[Value] = sorted(set(values))
    for part in batched(ordered, MOST, strict=False):
        yield [*part, *[part[-1]] * ((1 << (len(part) - 1).bit_length()) - len(part))]
