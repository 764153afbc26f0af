"""What is decided about a spooled archive before anything is kept: what is one conversation, and in which order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from commonplace.lib.archives.chat import Line, converse
from commonplace.transfer.stream_spool import StreamSpool, as_moment

AT_ONCE: Final = 2000
DEEPEST: Final = 500  # messages that each had to wait for the one before; circles end here


def decide_talks(spool: StreamSpool) -> None:
    """Say of every message which conversation it is of, which message of that it answers, and when its turn is.

    A conversation bears the key of the message that opened it, and stays within one place. Nobody's turn is before that
    of whoever opened the conversation or was answered, for clocks differ.
    """
    spool.change("UPDATE message SET talk = thread")
    for (place,) in spool.ask("SELECT DISTINCT place FROM message WHERE thread = ''"):
        _converse(spool, place)
    spool.change("CREATE INDEX message_talk ON message (talk, place)")
    spool.change("CREATE INDEX message_answers ON message (answers)")
    # One that is told to be of a conversation elsewhere opens one here, with those that came along.
    spool.change(
        "UPDATE message SET talk = (SELECT f.key FROM message f WHERE f.talk = message.talk AND f.place = message.place"
        " ORDER BY f.at, f.n LIMIT 1)"
        " WHERE EXISTS (SELECT 1 FROM message o WHERE o.key = message.talk AND o.place <> message.place)"
    )
    # Whoever answers across conversations answers nobody in this one.
    spool.change(
        "UPDATE message SET answers = '' WHERE answers <> '' AND EXISTS"
        " (SELECT 1 FROM message a WHERE a.key = message.answers"
        " AND (a.talk <> message.talk OR a.place <> message.place))"
    )
    _take_turns(spool)


def _converse(spool: StreamSpool, place: str) -> None:
    some: list[tuple[str, str, str]] = []
    names = dict(spool.ask("SELECT key, name FROM author"))
    for one in converse(_lines(spool, place), names):
        some.append((one.opens, one.answers, one.key))
        if len(some) == AT_ONCE:
            spool.change_all(_FOUND, some)
            some.clear()
    spool.change_all(_FOUND, some)


_FOUND: Final = "UPDATE message SET talk = ?, answers = CASE WHEN answers = '' THEN ? ELSE answers END WHERE key = ?"


def _lines(spool: StreamSpool, place: str) -> Iterator[Line]:
    """The flat chat of a place in order of time; never a statement left open, since rows change meanwhile."""
    at, n = -(1 << 62), 0
    while True:
        some = spool.ask(
            "SELECT at, n, key, author, text, answers, mentions FROM message"
            " WHERE place = ? AND thread = '' AND (at, n) > (?, ?) ORDER BY at, n LIMIT ?",
            (place, at, n, AT_ONCE),
        )
        for moment, _n, key, author, text, answers, mentions in some:
            yield Line(key, author, as_moment(moment), text, answers, tuple(json.loads(mentions)) if mentions else ())
        if not some:
            return
        at, n = some[-1][0], some[-1][1]


_LATE: Final = (
    "INSERT INTO late SELECT m.n, e.turn + (m.n < e.n) FROM message m JOIN message e ON e.key = m.answers"
    " WHERE (?1 OR m.answers IN (SELECT key FROM moved))"
    " AND e.n <> m.n AND m.talk = e.talk AND m.place = e.place AND (m.turn, m.n) <= (e.turn, e.n)"
    " ON CONFLICT (n) DO UPDATE SET turn = max(turn, excluded.turn)",
    "INSERT INTO late SELECT m.n, e.turn + (m.n < e.n) FROM message m JOIN message e ON e.key = m.talk"
    " WHERE (?1 OR m.talk IN (SELECT key FROM moved))"
    " AND e.n <> m.n AND m.talk = e.talk AND m.place = e.place AND (m.turn, m.n) <= (e.turn, e.n)"
    " ON CONFLICT (n) DO UPDATE SET turn = max(turn, excluded.turn)",
)


def _take_turns(spool: StreamSpool) -> None:
    """Move whoever comes before what they answer behind it, and whoever answers them in turn."""
    spool.change("CREATE TEMP TABLE moved (key TEXT PRIMARY KEY) WITHOUT ROWID")
    spool.change("CREATE TEMP TABLE late (n INTEGER PRIMARY KEY, turn INT)")
    is_first = True
    for _round in range(DEEPEST):
        spool.change("DELETE FROM late")
        for late in _LATE:
            # Only below those that were moved in the round before; in the first round anywhere.
            spool.change(late, (is_first,))
        is_first = False
        if not spool.number("SELECT count(*) FROM late"):
            break
        spool.change("DELETE FROM moved")
        spool.change("INSERT INTO moved SELECT key FROM message WHERE n IN (SELECT n FROM late)")
        spool.change("UPDATE message SET turn = (SELECT turn FROM late WHERE late.n = message.n) WHERE n IN"
                     " (SELECT n FROM late)")  # fmt: skip
    else:
        # They answer each other in a circle, and so nobody.
        spool.change("UPDATE message SET answers = '', turn = at WHERE key IN (SELECT key FROM moved)")
    spool.change("DROP TABLE moved")
    spool.change("DROP TABLE late")


def place_in_order(spool: StreamSpool) -> int:
    """Put the messages that are still to be kept in the order of keeping: space by space, each by time; how many."""
    spool.change("CREATE TABLE queue (n INTEGER PRIMARY KEY, message INT)")
    spool.change(
        "INSERT INTO queue (message) SELECT m.n FROM message m JOIN place p ON p.key = m.place"
        " WHERE m.state = 'new' ORDER BY p.slot, m.turn, m.n"
    )
    return spool.number("SELECT count(*) FROM queue")
