"""A stream of records, read once into a temporary database, so that all of it can be asked and memory stays flat.

SQLite keeps it in a file without a name, which is gone with the process, however that ends. Moments are microseconds.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO
from types import TracebackType
from typing import Any, Final, Self

from commonplace.lib.addresses import one_address
from commonplace.lib.archives import stream
from commonplace.lib.archives.escaping import hidden, without_numbers
from commonplace.lib.archives.stream import Author, Enclosure, Joined, Link, Message, PassedOver, Place, Why
from commonplace.lib.mail import dates
from commonplace.lib.mail.enclosures import without_addresses
from commonplace.lib.mail.message import AHEAD
from commonplace.lib.mail.multipart import Attachment
from commonplace.lib.text import one_line, tidy
from commonplace.transfer.accounts import SORTS, Account
from commonplace.transfer.shown import WITHHELD

AT_ONCE: Final = 1000
HEAVIEST: Final = 4 << 20  # characters held before they are written
LARGEST_FILE: Final = 10 << 20  # bytes; what is larger is not kept by this house, and named in words
LONGEST: Final = 60_000  # characters of a message; one that is longer stands whole beside it as a file
MOST_FILES: Final = 10
TOLD: Final = 200  # records that could not be read, of which it is said where
_CARDS: Final = (".vcf", ".vcard")  # somebody's number and address: named, and never taken along
_CARD: Final = b"BEGIN:VCARD"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TICK: Final = timedelta(microseconds=1)

_TABLES: Final = """
CREATE TABLE place (n INTEGER PRIMARY KEY, key TEXT UNIQUE, title TEXT, about TEXT, is_closed INT, slot INT);
CREATE TABLE author (n INTEGER PRIMARY KEY, key TEXT UNIQUE, name TEXT, address TEXT, is_machine INT, is_told INT,
  person INT, is_new INT DEFAULT 0);
CREATE TABLE message (n INTEGER PRIMARY KEY, key TEXT UNIQUE, place TEXT, author TEXT, at INT, turn INT, thread TEXT,
  talk TEXT, answers TEXT, kind TEXT, title TEXT, text TEXT, form TEXT, topics TEXT, mentions TEXT, edited INT,
  closed INT, is_automatic INT, files INT, may_be_known INT, state TEXT DEFAULT '', post INT, conversation INT,
  post_author INT);
CREATE TABLE file (message INT, position INT, name TEXT, content_type TEXT, data BLOB, PRIMARY KEY (message, position))
  WITHOUT ROWID;
CREATE TABLE thanks (n INTEGER PRIMARY KEY, message TEXT, author TEXT, at INT);
CREATE TABLE settled (n INTEGER PRIMARY KEY, thread TEXT, message TEXT, at INT);
CREATE TABLE link (n INTEGER PRIMARY KEY, message TEXT, other TEXT, address TEXT);
CREATE TABLE joined (n INTEGER PRIMARY KEY, author TEXT, place TEXT, at INT);
"""


class StreamSpool:
    """One archive's records; filled once, then asked."""

    def __init__(self) -> None:
        # No name: a file that is unlinked as soon as it is made, and spills what the cache does not hold.
        self.db = sqlite3.connect("", isolation_level=None)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "temp_store=FILE", "cache_size=-24000"):
            self.db.execute(f"PRAGMA {pragma}")
        self.db.executescript(_TABLES)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.db.close()

    def ask(self, question: str, given: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of an answer."""
        return self.db.execute(question, given).fetchall()

    def number(self, question: str, given: Sequence[Any] = ()) -> int:
        """One number."""
        found = self.db.execute(question, given).fetchone()
        return int(found[0] or 0) if found else 0

    def change(self, statement: str, given: Sequence[Any] = ()) -> int:
        """Change rows; how many."""
        return self.db.execute(statement, given).rowcount

    def change_all(self, statement: str, given: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each of these."""
        self.db.execute("BEGIN")
        self.db.executemany(statement, given)
        self.db.execute("COMMIT")

    def pages(self, question: str, size: int = AT_ONCE) -> Iterator[list[tuple[Any, ...]]]:
        """An answer in pieces; `question` orders by its first column, a number, and takes that and a size."""
        last = -1
        while some := self.ask(question, (last, size)):
            yield some
            last = some[-1][0]


def fill(
    spool: StreamSpool,
    records: Iterable[stream.Record],
    account: Account,
    *,
    now: datetime,
    with_files: bool = True,
    watch: Callable[[int], None] = lambda read: None,
) -> None:
    """Read a stream to its end. A record that comes twice is once; a moment that cannot be is its neighbour's."""
    filling = _Filling(spool, account, now, with_files=with_files)
    for number, record in enumerate(records, 1):
        filling.take(record)
        if number % AT_ONCE == 0:
            watch(number)
    filling.flush()
    filling.finish()
    watch(account.read.total())


class _Filling:
    def __init__(self, spool: StreamSpool, account: Account, now: datetime, *, with_files: bool) -> None:
        self._spool, self._account, self._now, self._with_files = spool, account, now, with_files
        self._latest = now + AHEAD
        self._rows: dict[str, list[tuple[Any, ...]]] = {}
        self._files: list[tuple[str, int, Enclosure]] = []
        self._last: dict[str, int] = {}  # the latest believed moment of each place
        self._weight = self._held = 0

    def take(self, record: stream.Record) -> None:
        sort = SORTS[type(record)]
        self._account.read[sort] += 1
        match record:
            case PassedOver(why, where):
                outcome = "unreadable" if why == Why.DAMAGED else "passed_over"
                self._account.add(outcome, sort, why=why)
                if outcome == "unreadable" and len(self._account.where) < TOLD:
                    self._account.where.append((why, _said(where)[:255]))
            case Place(key, title, about, is_closed):
                self._hold(sort, (_key(key), _line(title), _line(about), is_closed))
            case Author():
                self._hold(sort, self._author(record))
            case Message():
                self._message(record)
            case stream.Thanks(message, author, at):
                self._hold(sort, (_key(message), None if author is None else _key(author), self._moment(at)))
            case stream.Settled(thread, message, at):
                self._hold(sort, (_key(thread), _key(message), self._moment(at)))
            case Joined(author, place, at):
                self._hold(sort, (_key(author), _key(place), self._moment(at)))
            case Link(message, other, address):
                self._hold(sort, (_key(message), _key(other), _said(address)))
        if self._held >= AT_ONCE or self._weight >= HEAVIEST:
            self.flush()

    def _author(self, one: Author) -> tuple[Any, ...]:
        address = one_address(_said(one.address)) if one.is_verified else ""
        return _key(one.key), one_line(_said(one.name)), address, one.is_machine, 1

    def _message(self, one: Message) -> None:
        text = tidy(_said(one.text)).strip()
        title = _line(one.title)
        if not (text or title or one.enclosures):
            self._account.add("passed_over", "messages", why=Why.EMPTY)
            return
        key, place = _key(one.key), _key(one.place)
        files: list[Enclosure] = list(one.enclosures)
        if len(text) > LONGEST:
            files.insert(0, _whole(text))
            text = text[:LONGEST]
        at = self._moment(one.at)
        if at is None:
            at = self._last.get(place)
        else:
            self._last[place] = at
        self._files += [(key, position, file) for position, file in enumerate(files)]
        self._weight += len(text)
        row = (
            key, place, None if one.author is None else _key(one.author), at, _key(one.thread), _key(one.answers),
            one.kind, title, text, one.form, json.dumps([_line(topic) for topic in one.topics]) if one.topics else "",
            json.dumps([_key(name) for name in one.mentions]) if one.mentions else "", self._moment(one.edited_at),
            self._moment(one.closed_at), one.is_automatic, len(files), one.may_be_known,
        )  # fmt: skip
        self._hold("messages", row)

    def _moment(self, at: datetime | None) -> int | None:
        """None also for one that cannot be."""
        if at is None or not dates.EARLIEST <= at <= self._latest:
            return None
        return (at - _EPOCH) // _TICK

    def _hold(self, sort: str, row: tuple[Any, ...]) -> None:
        self._rows.setdefault(sort, []).append(row)
        self._held += 1

    def flush(self) -> None:
        self._spool.db.execute("BEGIN")
        for sort, rows in self._rows.items():
            before = self._spool.db.total_changes
            self._spool.db.executemany(_INSERTS[sort], rows)
            # Of two with one key the first stays.
            self._account.add("already", sort, len(rows) - (self._spool.db.total_changes - before), why=Why.REPEATED)
        for key, position, file in self._files:
            self._keep_file(key, position, file)
        self._spool.db.execute("COMMIT")
        self._rows.clear()
        self._files.clear()
        self._weight = self._held = 0

    def _keep_file(self, key: str, position: int, file: Enclosure) -> None:
        data, name = None, _line(file.name)[:200]
        is_card = name.lower().endswith(_CARDS) or "vcard" in file.content_type.lower()
        if self._with_files and file.open is not None and position < MOST_FILES and not is_card:
            try:
                with file.open() as opened:
                    data = opened.read(LARGEST_FILE + 1)
            except OSError:
                data = None
        if data and data.lstrip()[:11].upper() == _CARD:
            data = None  # by whatever name
        elif data and len(data) <= LARGEST_FILE:
            whole = Attachment(name, file.content_type, data)
            shown, *_inside = without_addresses(whole, WITHHELD, also=partial(without_numbers, unseen="..."))
            name, data = shown.name, shown.data
        row = (position, name, file.content_type[:100], data, key)
        self._spool.db.execute(
            "INSERT OR IGNORE INTO file SELECT n, ?, ?, ?, ? FROM message WHERE key = ?",
            row,
        )

    def finish(self) -> None:
        """Give what has no moment of its own one, and index what is asked for."""
        change = self._spool.change
        change("CREATE INDEX joined_author ON joined (author, at)")
        change("CREATE INDEX message_place ON message (place, at, n)")
        change(
            "UPDATE message SET at = coalesce((SELECT min(at) FROM message o WHERE o.place = message.place), ?)"
            " WHERE at IS NULL",
            (moment_of(self._now),),
        )
        change("UPDATE message SET turn = at, answers = CASE WHEN answers = key THEN '' ELSE answers END")


_INSERTS: Final = {
    "places": "INSERT OR IGNORE INTO place (key, title, about, is_closed) VALUES (?, ?, ?, ?)",
    "people": "INSERT OR IGNORE INTO author (key, name, address, is_machine, is_told) VALUES (?, ?, ?, ?, ?)",
    "messages": "INSERT OR IGNORE INTO message (key, place, author, at, thread, answers, kind, title, text, form,"
    " topics, mentions, edited, closed, is_automatic, files, may_be_known)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "thanks": "INSERT INTO thanks (message, author, at) VALUES (?, ?, ?)",
    "settled": "INSERT INTO settled (thread, message, at) VALUES (?, ?, ?)",
    "links": "INSERT INTO link (message, other, address) VALUES (?, ?, ?)",
    "joined": "INSERT INTO joined (author, place, at) VALUES (?, ?, ?)",
}  # fmt: skip


def moment_of(at: datetime) -> int:
    """A moment as the spool keeps it."""
    return (at - _EPOCH) // _TICK


def as_moment(ticks: int) -> datetime:
    """A moment that the spool keeps."""
    return _EPOCH + ticks * _TICK


def _whole(text: str) -> Enclosure:
    return Enclosure("message.txt", "text/plain", lambda: BytesIO(hidden(text).encode()))


def _said(text: str) -> str:
    """Without what no database keeps."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def _line(text: str) -> str:
    """What is shown on a line, without addresses and telephone numbers."""
    return one_line(hidden(_said(text)))


def _key(key: str) -> str:
    """A key as it can be stored, told apart from every other."""
    return key.encode("utf-8", "backslashreplace").decode()


__all__ = ["StreamSpool", "as_moment", "fill", "moment_of"]
