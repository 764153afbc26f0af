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
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any, cast, overload

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators

# Within the range of every integer column, and nothing that anyone writes into a query.
NUMBER = 2_047_483_000
LARGEST = 2**63 - 1
A_STAND_IN = re.compile(r"2047483\d\d\d")
A_MOMENT = re.compile(r"\d{4}-\d\d-\d\d")

# Where a value comes from: its name, and its place in a list.
type _Source = tuple[str, int | None]


class Frozen(ValueError):
    """A value did not come through into the compiled query, or a moment of the clock was compiled into it."""


@dataclass
class _Compiled:
    """A query as it was compiled: its text, its values, at which places stand which of those that change, and how what
    is said becomes rows.
    """

    queryset: QuerySet[Any]
    compiler: Any
    sql: str
    values: tuple[Any, ...]
    places: tuple[tuple[_Source, list[int]], ...]
    converters: dict[int, Any]

    def says(self, given: dict[str, Any], connection: Any) -> list[tuple[Any, ...]]:
        """What the database says for these values, as it says it."""
        asked = list(self.values)
        for (name, at), places in self.places:
            value = _spoken(given[name] if at is None else given[name][at], connection)
            for place in places:
                asked[place] = value
        with connection.cursor() as cursor:
            cursor.execute(self.sql, tuple(asked))
            said: list[tuple[Any, ...]] = cursor.fetchall()
        # What it is ordered by may stand behind what was asked for.
        return [row[: self.compiler.col_count] for row in said] if self.compiler.has_extra_select else said

    def made(self, said: Sequence[tuple[Any, ...]], connection: Any) -> list[Any]:
        """The rows of what was said."""
        compiler = copy.copy(self.compiler)
        compiler.connection = connection
        rows = list(compiler.apply_converters(said, self.converters)) if self.converters else said
        if self.is_plain:
            return list(self._objects(rows))
        compiler.execute_sql = lambda *args, **kwargs: None
        compiler.results_iter = lambda *args, **kwargs: map(tuple, rows)
        return list(_asked(self.queryset, compiler))

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

    def __init__(self, compiled: _Compiled | None, said: Sequence[tuple[Any, ...]], connection: Any) -> None:
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
    """A query that is asked by its values; see the module."""

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self.build = build
        self.__doc__ = build.__doc__
        self._compiled: dict[tuple[Any, ...], _Compiled | None] = {}

    def __call__(self, **values: Any) -> list[Row]:
        """The rows for these values: rows by their key, numbers, texts, moments, days, and lists of these.

        None and booleans change the shape.
        """
        connection = connections[DEFAULT_DB_ALIAS]
        compiled = self._of(values, connection)
        return compiled.made(compiled.says(values, connection), connection) if compiled is not None else []

    def rows(self, **values: Any) -> Rows[Row]:
        """The same, made into objects only where somebody looks at one."""
        connection = connections[DEFAULT_DB_ALIAS]
        compiled = self._of(values, connection)
        return Rows(compiled, compiled.says(values, connection) if compiled is not None else (), connection)

    def _of(self, values: dict[str, Any], connection: Any) -> _Compiled | None:
        shape = (connection.vendor, *((name, _shape(value)) for name, value in values.items()))
        try:
            return self._compiled[shape]
        except KeyError:
            compiled = self._compiled[shape] = self._compile(values, connection)
            return compiled

    def _compile(self, values: dict[str, Any], connection: Any) -> _Compiled | None:
        standing_in, known = _stand_ins(values, connection)
        queryset = self.build(**standing_in)
        compiler = queryset.query.get_compiler(using=queryset.db)
        try:
            sql, compiled = compiler.as_sql()
        except EmptyResultSet:
            return None
        places: dict[_Source, list[int]] = {}
        fixed = []
        for place, value in enumerate(compiled):
            if isinstance(value, int | str | date) and value in known:
                places.setdefault(known[value], []).append(place)
            else:
                fixed.append(str(value))
        lost = set(known.values()) - set(places)
        if lost or any(A_MOMENT.match(value) or A_STAND_IN.search(value) for value in (*fixed, sql)):
            raise Frozen(", ".join(sorted({name for name, _ in lost})) or "a moment, or what was made of a stand-in")
        converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
        return _Compiled(queryset, compiler, sql, tuple(compiled), tuple(places.items()), converters)


def _asked(queryset: QuerySet[Any], compiler: Any) -> QuerySet[Any]:
    """The queryset once more, not asked yet; its query is not cloned, for nobody is going to change it."""
    again: QuerySet[Any] = object.__new__(type(queryset))
    again.__dict__.update(queryset.__dict__, _result_cache=None, _query=_Query(queryset.query, compiler))
    return again


def prepared[Row](build: Callable[..., QuerySet[Any, Row]]) -> Prepared[Row]:
    """Have a query compiled once; see the module."""
    return Prepared(build)


def _is_shape(value: Any) -> bool:
    return value is None or isinstance(value, bool)


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
