"""What prepared queries and prepared changes share: a text that is compiled once, and values in their places."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import DEFAULT_DB_ALIAS
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
            value = spoken(given[name] if at is None else given[name][at], connection)
            for place in places:
                asked[place] = value
        return tuple(asked)


def text_of(sql: str, values: Sequence[Any], known: Mapping[Any, Source]) -> Text:
    """The compiled statement, with the places of what changes; raises Frozen."""
    places: dict[Source, list[int]] = {}
    fixed = []
    for place, value in enumerate(values):
        if isinstance(value, int | str | date) and value in known:
            places.setdefault(known[value], []).append(place)
        else:
            fixed.append(str(value))
    lost = set(known.values()) - set(places)
    if lost or any(A_MOMENT.match(value) or A_STAND_IN.search(value) for value in (*fixed, sql)):
        raise Frozen(", ".join(sorted({name for name, _ in lost})) or "a moment, or what was made of a stand-in")
    return Text(sql, tuple(values), tuple(places.items()))


def _is_shape(value: Any) -> bool:
    return value is None or isinstance(value, bool)


def shape_of(values: dict[str, Any], connection: Any) -> tuple[Any, ...]:
    """By what a statement for these values is known: what changes its text."""
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
            known |= {spoken(one, connection): (name, at) for at, one in enumerate(standing_in[name])}
        else:
            standing_in[name] = _stand_in(value, len(known))
            known[spoken(standing_in[name], connection)] = (name, None)
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


def spoken(value: Any, connection: Any) -> Any:
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
