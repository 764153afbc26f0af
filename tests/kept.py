"""What the cast's actions write, kept as rows: the same people come on in thousands of tests.

An action that builds the cast runs as it is the first two times in a process. The second time its rows are looked at
before and after, and from then on they are written as they came out, with every moment moved to the present; of what
takes long, a whole house, they are looked at the first time. That
holds as long as a test has done nothing but call the cast on, in an order met before; after its first own change, and
wherever a transaction is really committed, the actions run. So nobody writes down twice what an action does. Days are
not moved, so an hour later it begins anew.
"""

import copy
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import batched
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model
from django.utils import timezone, translation

type Row = tuple[Any, ...]
type Rows = dict[type[Model], dict[Any, Row]]
type Way = tuple[Hashable, ...]

# What a statement begins with that changes nothing, or nothing that was there before the test.
CHANGES_NOTHING = ("BEGIN", "SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "SET CONSTRAINTS")
# What tells one step from another; anything else among its words may change between two tests.
PLAIN = (str, int, bool, type(None))
# How many values one statement of SQLite may be given, with some to spare.
VALUES = 30_000


class Stage:
    """Where a test stands: which steps were taken, or that it has gone its own way since."""

    def __init__(self) -> None:
        # Whoever changes the actions while tests run has them run in each.
        self.is_keeping = True
        self._way: Way | None = None
        self._met: set[Way] = set()
        self._steps: dict[Way, _Step] = {}
        self._changes = 0

    def begin(self) -> None:
        """A test begins with a database as it was migrated."""
        self._way, self._changes = (), _changes()
        if self._watch not in connection.execute_wrappers:
            connection.execute_wrappers.append(self._watch)

    def call[Made](
        self, make: Callable[[], Made], *words: object, now: datetime | None = None, is_long: bool = False
    ) -> Made:
        """What `make` makes, told apart by `words`; moments in it are as far from `now` as they were then.

        What takes long (`is_long`) is made once in a process, anything else twice: most is met no third time.
        """
        now = now or timezone.now()
        if not self._is_known(words):
            return make()
        way = (*self._way, (*words, now.replace(minute=0, second=0, microsecond=0), translation.get_language()))
        if (step := self._steps.get(way)) is not None:
            moved = step.moved_to(now)
            step.write(moved)
            made = _again(step.made, moved)
        elif is_long or way in self._met:
            before = rows()
            made = make()
            self._steps[way] = _Step(before, rows(), made, now)
        else:
            self._met.add(way)
            made = make()
        self._way, self._changes = way, _changes()
        return made

    def _is_known(self, words: tuple[object, ...]) -> bool:
        if not self.is_keeping or self._way is None or self._changes != _changes() or not connection.in_atomic_block:
            return False
        if self._way == () and _somebody_is_there():
            return False
        return all(isinstance(word, PLAIN) for word in words)

    def _watch(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(CHANGES_NOTHING):
            self._way = None
        return execute(sql, params, many, context)


STAGE = Stage()


@dataclass(frozen=True)
class _Moved:
    """Moves moments on, but what had happened when the rows were looked at happened before the present too: a machine
    that was slow then puts nothing in the future now.
    """

    later: timedelta
    done: datetime
    present: datetime

    def __call__(self, value: Any) -> Any:
        if not isinstance(value, datetime):
            return value
        moved = value + self.later
        # SQLite itself says moments without a zone.
        done, present = (one if value.tzinfo else one.replace(tzinfo=None) for one in (self.done, self.present))
        return min(moved, present) if value <= done else moved


@dataclass(frozen=True)
class _Statement:
    sql: str
    values: Row


class _Step:
    """The rows that one step added, changed and took away, the files there are after it, and what it gave back."""

    def __init__(self, before: Rows, after: Rows, made: object, now: datetime) -> None:
        self._then, self._done = now, timezone.now()
        self._statements = list(_statements(before, after))
        # Another test may have set PostgreSQL's counters back: a house that moved in begins them with its own rows.
        added = [model for model, rows in after.items() if rows.keys() - before[model].keys()]
        self._counters = connection.ops.sequence_reset_sql(no_style(), added)
        self.made = _again(made, lambda value: value)
        self._files = copy.deepcopy(default_storage._root)

    def moved_to(self, now: datetime) -> _Moved:
        """How moments are moved for a test whose present is `now`."""
        return _Moved(now - self._then, self._done, timezone.now())

    def write(self, moved: _Moved) -> None:
        """Write the rows as if the step were taken now."""
        told = [(one.sql, [_written(moved(value)) for value in one.values]) for one in self._statements]
        if connection.vendor == "sqlite":
            for sql, values in told:
                connection.connection.execute(sql.replace("%s", "?"), values)
        elif told:
            # Many at once, which a cursor that leaves the values to the server does not say.
            from psycopg import ClientCursor  # noqa: PLC0415  # only where PostgreSQL is asked

            with ClientCursor(connection.connection) as cursor:
                cursor.execute(";".join(sql for sql, _ in told), [value for _, values in told for value in values])
                cursor.execute("".join(self._counters))
        default_storage._root = copy.deepcopy(self._files)


def rows() -> Rows:
    """All rows of all models, by their key."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for model, (columns, key, table) in _tables().items():
            cursor.execute(f"SELECT {', '.join(columns)} FROM {table}")
            found[model] = {row[key]: tuple(row) for row in cursor.fetchall()}
    return found


@cache
def _tables() -> dict[type[Model], tuple[list[str], int, str]]:
    """The columns of each model that are written, at which of them its key stands, and its table."""
    found = {}
    quote = connection.ops.quote_name
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            written = [field for field in model._meta.local_concrete_fields if not field.generated]
            key = written.index(model._meta.pk)
            found[model] = ([quote(field.column) for field in written], key, quote(model._meta.db_table))
    return found


def _statements(before: Rows, after: Rows) -> Iterator[_Statement]:
    for model, (columns, key, table) in _tables().items():
        was, became = before[model], after[model]
        if was == became:
            continue
        for one in was.keys() - became.keys():
            yield _Statement(f"DELETE FROM {table} WHERE {columns[key]} = %s", (one,))
        added = [row for one, row in became.items() if one not in was]
        for some in batched(added, VALUES // len(columns), strict=False):
            places = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * len(some))
            sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES {places}"
            yield _Statement(sql, tuple(value for row in some for value in row))
        for one, row in became.items():
            changed = [at for at in range(len(columns)) if one in was and was[one][at] != row[at]]
            if changed:
                setting = ", ".join(f"{columns[at]} = %s" for at in changed)
                values = tuple(row[at] for at in changed)
                yield _Statement(f"UPDATE {table} SET {setting} WHERE {columns[key]} = %s", (*values, one))


def _again(made: Any, moved: Callable[[Any], Any]) -> Any:
    """Another one of the same; rows in it have not been asked for anything yet."""
    if isinstance(made, Model):
        names = [field.attname for field in made._meta.concrete_fields]
        values = [moved(copy.deepcopy(getattr(made, name))) for name in names]
        return made.from_db(connection.alias, names, values)
    if is_dataclass(made) and not isinstance(made, type):
        return replace(made, **{one.name: _again(getattr(made, one.name), moved) for one in fields(made)})
    return copy.deepcopy(made)


def _written(value: Any) -> Any:
    if connection.vendor == "sqlite" and isinstance(value, date | time):
        return str(value)
    return value


def _changes() -> int:
    """How many rows SQLite has changed since it was opened; a statement that passed Django by shows here."""
    raw = connection.connection
    return raw.total_changes if raw is not None and connection.vendor == "sqlite" else 0


def _somebody_is_there() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM people_person LIMIT 1")
        return cursor.fetchone() is not None
