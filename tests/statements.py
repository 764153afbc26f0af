"""What the suite asked of SQLite, noted, so that PostgreSQL is asked each of it again, and not each test.

Django writes a statement for either database from the same query, so two tests that send the same statements, with
values of the same kinds, ask PostgreSQL the same twice. `--note-statements FOLDER` notes what each test sends and what
that costs; `--where-databases-differ` with `--noted-statements FOLDER` leaves out a test whose every statement is sent
by `OFTEN` others that are chosen. Never left out is a test that no note tells of, that commits, whose file speaks of a
database, or whose room asks which one it stands on. An error of the database is noted as another statement, so who
answers it is asked on both.
"""

import json
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from functools import cache
from hashlib import blake2s
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.covering import Holds, cheapest
from tests.databases import speaks_of_a_database

# How many tests send each statement to PostgreSQL, where so many do.
OFTEN = 2
ROWS = re.compile(r"\((?:%s|, |NULL)+\)(?:, \((?:%s|, |NULL)+\))*")
# What makes the tables is sent by whichever test comes first.
OF_TABLES = ("CREATE ", "PRAGMA ", "ALTER ", "DROP ")
# What the language of a search or of a pattern could take for its own.
SIGNS = re.compile(r"""['"\\%_*:&|!<>(){}\[\]]""")
NUMBERS = re.compile(r'(?<=LIMIT )\d+|(?<=OFFSET )\d+|(?<=SAVEPOINT )"?\w+"?')


class Notes:
    """A plugin of pytest that notes; each process of a run writes a file of its own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.file = folder / f"{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}.jsonl"
        self.sent: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.sent, begun = set(), time.process_time()
        if self._watch not in connection.execute_wrappers:
            connection.execute_wrappers.append(self._watch)
        done = yield
        took = round(time.process_time() - begun, 4)
        with self.file.open("a") as file:
            file.write(json.dumps({"test": item.nodeid, "sent": sorted(self.sent), "took": took}) + "\n")
        return done

    def _watch(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(OF_TABLES):
            return execute(sql, params, many, context)
        kinds = kinds_of([value for row in params for value in row] if many else params)
        try:
            answer = execute(sql, params, many, context)
        except Exception as error:
            self.sent.add(digest(sql, f"{kinds} {type(error).__name__}"))
            raise
        self.sent.add(digest(sql, kinds))
        return answer


@cache
def digest(sql: str, kinds: str) -> str:
    """The same for two statements that differ in how many values and rows they are given."""
    plain = NUMBERS.sub("n", ROWS.sub("rows", sql))
    return blake2s(f"{plain} {kinds}".encode(), digest_size=8).hexdigest()


def kinds_of(values: Collection[Any] | None) -> str:
    """The kinds of values that a database could take in ways of its own."""
    given = values.values() if isinstance(values, dict) else values or ()
    return " ".join(sorted({_kind(value) for value in given}))


def _kind(value: Any) -> str:
    match value:
        case str():
            odd = ("" if value.isascii() else " in letters") + (" with a null byte" if "\x00" in value else "")
            odd += " with signs" if SIGNS.search(value) else ""
            return f"str{odd}{' of a length' if len(value) > 2_000 else ''}"
        case bool() | None:
            return type(value).__name__
        case int():
            return f"int of {(value.bit_length() // 31) * 31} bits"
    return type(value).__name__


def noted(folder: Path) -> dict[str, Holds]:
    """What each test sent, each statement by a digest, and the seconds of processor time that it took, by its name."""
    lines = [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text().splitlines()]
    return {one["test"]: Holds(frozenset(one["sent"]), one["took"]) for one in lines}


def chosen(items: Collection[pytest.Item], notes: dict[str, Holds], often: int = OFTEN) -> set[pytest.Item]:
    """Those that PostgreSQL is asked: who must be, and the cheapest of the others that send what is left."""
    must = {one for one in items if one.nodeid not in notes or speaks_of_a_database(one)}
    others = {one.nodeid: one for one in items if one not in must}
    told = Counter(sent for one in must if one.nodeid in notes for sent in notes[one.nodeid].parts)
    return must | {others[name] for name in cheapest({name: notes[name] for name in others}, told, often)}
