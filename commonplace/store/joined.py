"""Prepared queries of the same columns, asked as one statement: those that are wanted of many.

Each is compiled by itself and once, whichever stand beside it. So it costs nothing to leave out those that cannot say
anything to whoever asks, and the database plans and reads the less.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from commonplace.store.prepared import Compiled, Prepared
from commonplace.store.statements import Source, Text, shape_of


@dataclass(frozen=True)
class Part:
    """A query that may be asked with others, and the names of the values that it takes."""

    prepared: Prepared[Any]
    takes: tuple[str, ...]


class Joined:
    """Prepared parts by their names, asked together: of what all say, the first `most` by `order`, largest first."""

    def __init__(self, parts: Mapping[str, Part], *, order: str, most: int) -> None:
        self._parts, self._order, self._most = parts, order, most
        self._compiled: dict[tuple[Any, ...], tuple[Text, Compiled] | None] = {}

    def __call__(self, names: Sequence[str], **values: Any) -> list[tuple[Any, ...]]:
        """The rows of these parts for these values; what no part of them takes may be given all the same."""
        connection = connections[DEFAULT_DB_ALIAS]
        key = (tuple(names), shape_of(values, connection))
        if key not in self._compiled:
            self._compiled[key] = self._join(names, values, connection)
        joined = self._compiled[key]
        if joined is None:
            return []
        text, first = joined
        return first.made(text.answers(values, connection), connection)

    def cache_clear(self) -> None:
        """Nothing was joined before."""
        self._compiled.clear()

    def _join(self, names: Sequence[str], values: dict[str, Any], connection: Any) -> tuple[Text, Compiled] | None:
        parts = [self._parts[name] for name in names]
        found = [part.prepared.compiled({name: values[name] for name in part.takes}, connection) for part in parts]
        compiled = [one for one in found if one is not None]
        if not compiled:
            return None
        every = " UNION ALL ".join(one.text.sql for one in compiled)
        given: list[Any] = []
        places: dict[Source, list[int]] = {}
        for one in compiled:
            for source, at in one.text.places:
                places.setdefault(source, []).extend(len(given) + place for place in at)
            given += one.text.values
        sql = f'SELECT * FROM ({every}) AS "joined" ORDER BY "{self._order}" DESC LIMIT {self._most}'  # noqa: S608 - ours
        return Text(sql, tuple(given), tuple(places.items())), compiled[0]
