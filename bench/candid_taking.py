"""Everything that a house keeps, as whoever has the machine finds it: each column of each table with what the database
hides beside it, sessions opened, files and their times, the limiter's rows, caches, logs and letters.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.cache import caches
from django.db import connection

from bench.candid_clock import Clock
from commonplace.candour.months import before, month_of
from commonplace.limits.memory import SECOND, memory
from commonplace.people.models import Person
from commonplace.people.sessions import SessionStore
from commonplace.web.pace import BY_NAME

SPELT = re.compile(r"20\d\d-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?")
NAMED = re.compile(r"\bm(\d+)@example\.org|\"_auth_user_id\": \"(\d+)\"|\bperson (\d+)\b")
ORDERS = ("rowid", "ctid", "xmin", "id", "sequence")
A_DAY = 86_400
JOURNAL = "pg_wal"  # what is left of PostgreSQL's write-ahead log, one segment after the other

type Row = dict[str, Any]
type Tables = dict[str, list[Row]]


@dataclass(frozen=True)
class Candid:
    """A post without a name: what is read of it, and who drew under the key of its month."""

    sign: str
    pk: int
    conversation: int
    at: float
    xmin: int
    needles: tuple[str, ...]
    numbers: tuple[int, ...]
    spent: int
    drawers: tuple[int, ...]


@dataclass
class Taken:
    """What was taken, and how one reads it."""

    tables: Tables
    blobs: dict[str, bytes] = field(default_factory=dict)
    _latest: dict[int, float] = field(default_factory=dict)

    def latest(self, row: Row) -> float:
        """The latest moment that stands in a row, in seconds; 0 where there is none."""
        if id(row) not in self._latest:
            self._latest[id(row)] = max((at for said in row.values() for at in moments(said)), default=0.0)
        return self._latest[id(row)]

    @cached_property
    def persons(self) -> dict[str, list[tuple[Row, frozenset[int]]]]:
        """Rows of each table that name somebody, with whom."""
        columns = _columns_of_persons()
        by_place = {n: row["id"] for n, row in enumerate(sorted(self.tables["people_person"], key=_pk))}
        found = {}
        for table, rows in self.tables.items():
            whose = [(row, frozenset(_named(row, columns.get(table, ()), by_place))) for row in rows]
            found[table] = [(row, who) for row, who in whose if who]
        return found

    @cached_property
    def posts(self) -> list[Candid]:
        months = {row["id"]: str(row["month"]) for row in self.tables["candour_candourkey"]}
        drew: dict[str, list[int]] = defaultdict(list)
        for row in self.tables["candour_draw"]:
            drew[months[row["key_id"]]].append(row["person_id"])
        signs = {row["sign"]: row for row in self.tables["candour_alias"]}
        spent = {row["sign"]: row for row in self.tables["candour_spenttoken"]}
        found = []
        for row in self.tables["conversations_post"]:
            if row["alias"] in spent and row["alias"] in signs:
                alias, token = signs[row["alias"]], spent[row["alias"]]
                at = _moment(row["written_at"])
                month = before(month_of(datetime.fromtimestamp(at, UTC))).isoformat()
                needles = (row["alias"], alias["public"], token["digest"], token["asked"])
                found.append(
                    Candid(
                        row["alias"], row["id"], row["conversation_id"], at, row.get("xmin", 0), needles,
                        (alias["id"], token["id"]), token["id"], tuple(sorted(drew[month])),
                    )
                )  # fmt: skip
        return found


def _pk(row: Row) -> int:
    return int(row["id"])


def _named(row: Row, columns: tuple[str, ...], by_place: dict[int, int]) -> Iterator[int]:
    for column in columns:
        if row.get(column):
            yield int(row[column])
    for said in row.values():
        if isinstance(said, str):
            for address, session, number in NAMED.findall(said):
                yield by_place.get(int(address), 0) if address else int(session or number)


def _columns_of_persons() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {"people_person": ("id",)}
    for model in apps.get_models(include_auto_created=True):
        columns = tuple(one.column for one in model._meta.concrete_fields if one.related_model is Person)
        if columns:
            found[model._meta.db_table] = columns
    return found


def moments(said: Any) -> Iterator[float]:
    """The moments finer than a day that a value tells, in seconds since 1970."""
    if isinstance(said, datetime):
        if said.astimezone(UTC).time() != time.min:
            yield said.timestamp()
    elif isinstance(said, str):
        for spelt in SPELT.findall(said):
            moment = datetime.fromisoformat(spelt).replace(tzinfo=UTC)
            if moment.time() != time.min:
                yield moment.timestamp()
    elif isinstance(said, int | float) and not isinstance(said, bool):
        seconds = said / SECOND if said > 1e14 else said
        if 1.6e9 < seconds < 2e9 and seconds % A_DAY:
            yield float(seconds)


def _moment(said: Any) -> float:
    """A moment as the database gives it, midnight too."""
    moment = said if isinstance(said, datetime) else datetime.fromisoformat(said)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def day(said: Any) -> str:
    """The day that a value tells, where it is no finer."""
    if isinstance(said, date) and not isinstance(said, datetime):
        return said.isoformat()
    spelt = said.isoformat(" ") if isinstance(said, datetime) else said if isinstance(said, str) else ""
    return spelt[:10] if re.fullmatch(r"20\d\d-\d\d-\d\d(?: 00:00:00\S*)?", spelt) else ""


def take(clock: Clock, logged: list[tuple[datetime, str]]) -> Taken:
    """All of it, at this moment."""
    tables = {table: _rows(table) for table in sorted(connection.introspection.table_names())}
    for row in tables["django_session"]:
        row["said"] = json.dumps(SessionStore().decode(row["session_data"]))
    tables["(limits)"] = list(_counted())
    tables["(log)"] = [{"at": at, "said": said} for at, said in logged]
    tables["(mail)"] = [
        {"to": " ".join(one.to), "said": f"{one.subject} {one.body}"} for one in getattr(mail, "outbox", [])
    ]
    tables["(cache)"] = [
        {"key": key, "said": repr(kept)[:5000]}
        for name in ("house", "pages")
        for key, kept in caches[name]._cache.items()
    ]
    files = [path for path in Path(settings.DATA).rglob("*") if path.is_file()]
    tables["(files)"] = [{"path": str(path), "changed": clock.told(path.stat().st_mtime)} for path in files]
    return Taken(tables, {path.name: path.read_bytes() for path in files} | _of_the_cluster())


def _rows(table: str) -> list[Row]:
    name = connection.ops.quote_name(table)
    hidden = ("xmin::text::bigint AS xmin", "ctid::text AS ctid") if connection.vendor == "postgresql" else ("rowid",)
    with connection.cursor() as cursor:
        try:
            cursor.execute(f"SELECT {', '.join(hidden)}, * FROM {name}")
        except Exception:  # noqa: BLE001  # a table of SQLite's without rowid
            cursor.execute(f"SELECT * FROM {name}")
        columns = [one[0] for one in cursor.description]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    for row in rows:
        if "ctid" in row:
            page, place = row["ctid"].strip("()").split(",")
            row["ctid"] = int(page) * 1000 + int(place)
    return rows


def _counted() -> Iterator[Row]:
    """The limiter's rows of those who can be found in it: whoever has the key of a day tries everybody."""
    kept = memory()
    rows = {bytes(key): until for key, until in kept._store.run("SELECT key, until FROM limits_row")}
    days = {kept.now() // A_DAY // SECOND - back for back in (0, 1)}
    keys = [key for one in days if (key := kept._key_of(kept._store, one)) is not None]
    from commonplace.limits.memory import _hashed  # noqa: PLC0415  # as the attacker reads the program

    for pk in Person.objects.values_list("pk", flat=True):
        for limit, _methods in {id(one[0]): one for one in BY_NAME.values()}.values():
            for key in keys:
                until = rows.get(_hashed(limit._key(f"person {pk}"), key))
                if until is not None:
                    yield {"who": f"person {pk}", "until": until}


def _of_the_cluster() -> dict[str, bytes]:
    """PostgreSQL's own files of this database and its journal, where they can be read."""
    if connection.vendor != "postgresql":
        return {}
    with connection.cursor() as cursor:
        try:
            cursor.execute("CHECKPOINT")
            cursor.execute(
                "SELECT current_setting('data_directory'), oid, pg_walfile_name(pg_current_wal_lsn())"
                " FROM pg_database WHERE datname = current_database()"
            )
            told, oid, last = cursor.fetchone()
            folder = Path(told)
            found = {path.name: path.read_bytes() for path in (folder / "base" / str(oid)).iterdir() if path.is_file()}
            # Later ones are used again, and hold what is older than the first.
            segments = sorted(path for path in (folder / JOURNAL).iterdir() if path.is_file() and len(path.name) == 24)
            ours = [path.read_bytes() for path in segments]
            until = sum(path.name <= last for path in segments)
            return found | {JOURNAL: b"".join(ours[until:] + ours[:until])}
        except Exception:  # noqa: BLE001  # not ours to read: another machine's, or another owner's
            return {}
