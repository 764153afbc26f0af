"""Asking the index, on either database: the same words, the same entries, latest first.

A query is an *and* of terms, each an *or* of stems; the last term may be the beginning of a word. Marks narrow it
inside the index, so that a limit never cuts off what the reader may see in favour of what they may not.

Neither database looks at more than it must for the latest few: SQLite walks its index backwards, PostgreSQL looks
through the latest thousands of entries first, and through all of them only where those had too little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection

END = 2**62
# A stem that ends with it is the beginning of one.
BEGUN = "*"
SQLITE = "SELECT rowid FROM search_words WHERE search_words MATCH %s AND rowid < %s ORDER BY rowid DESC LIMIT %s"
# Words and marks are asked apart: the index then looks at the marks of those rows alone that have the words. Asked by
# way of a SELECT, the planner cannot guess from either that it had better read every row. Adding nothing keeps it from
# walking the keys backwards.
POSTGRESQL = """
SELECT id FROM search_searchentry
WHERE vector @@ (SELECT %s::tsquery) AND vector @@ (SELECT %s::tsquery) AND id < %s
ORDER BY id + 0 DESC LIMIT %s
"""
SQLITE_THINGS = f"SELECT object_id FROM search_searchentry WHERE id IN ({SQLITE})"  # noqa: S608  # nosec B608
POSTGRESQL_THINGS = POSTGRESQL.replace("SELECT id", "SELECT object_id")
# Among how many of the latest keys PostgreSQL looks first, in blocks that bear a token each (migration 0003), and how
# many of the larger blocks are worth it before all is.
SMALL, LARGE = 10, 14
FIRST, NEXT, MOST = 5, 3, 12


@dataclass(frozen=True)
class Asked:
    """What is asked of the index: terms (each its alternative stems), and marks of which one each must be there.

    `last` is the last entry there is, or 0 where that is not known.
    """

    terms: Sequence[Sequence[str]]
    marks: Sequence[Sequence[str]]
    last: int = 0
    is_any: bool = False
    in_title: bool = False
    is_prefix: bool = False


def latest(asked: Asked, *, most: int, below: int = END) -> list[int]:
    """The latest entries that match, by their place in the index and latest first, before the entry `below`."""
    if connection.vendor == "postgresql":
        return _postgresql(asked, most, below)
    words = _words(asked, FTS5)
    if asked.in_title and not _ids(SQLITE, [words, below, 1]):
        # Most words are in no title, and each choice of marks takes a while to begin.
        return []
    return _ids(SQLITE, [f"{words} AND {_marks(asked, FTS5)}", below, most])


def things(asked: Asked, *, most: int) -> list[int]:
    """The keys of the things themselves that the latest entries stand for, in one statement; for rare words."""
    if connection.vendor == "postgresql":
        return _ids(POSTGRESQL_THINGS, [_words(asked, TSQUERY), _marks(asked, TSQUERY), END, most])
    return _ids(SQLITE_THINGS, [f"{_words(asked, FTS5)} AND {_marks(asked, FTS5)}", END, most])


class Language(NamedTuple):
    """How a database says it. Every token is quoted, so nothing in it is an operator."""

    quote: str
    both: str
    either: str
    unfinished: str


FTS5 = Language('"', " AND ", " OR ", "*")
TSQUERY = Language("'", " & ", " | ", ":*")


def _words(asked: Asked, language: Language) -> str:
    """The terms: words of the whole entry, or of its title."""
    quote, both, either, unfinished = language
    sign, last = "=" if asked.in_title else "", len(asked.terms) - 1
    terms = []
    for at, term in enumerate(asked.terms):
        end = unfinished if asked.is_prefix and at == last else ""
        said = (f"{quote}{sign}{stem.rstrip(BEGUN)}{quote}{unfinished if stem[-1] == BEGUN else end}" for stem in term)
        terms.append("(" + either.join(said) + ")")
    return "(" + (either if asked.is_any else both).join(terms) + ")"


def _marks(asked: Asked, language: Language) -> str:
    """One mark of each choice."""
    quote, both, either, _ = language
    return both.join("(" + either.join(f"{quote}:{mark}{quote}" for mark in choice) + ")" for choice in asked.marks)


def _postgresql(asked: Asked, most: int, below: int) -> list[int]:
    """Through the latest keys, then through more, then through as many as those let expect to be enough, or all."""
    words, marks = _words(asked, TSQUERY), _marks(asked, TSQUERY)

    def look(words: str) -> list[int]:
        return _ids(POSTGRESQL, [words, marks, below, most])

    last = min(asked.last, below)
    if last and not asked.is_prefix and not asked.in_title:
        found = look(f"{words} & ({_blocks(last, FIRST, SMALL)})")
        if len(found) >= most or last >> SMALL < FIRST:
            return found
        blocks = NEXT
        # The latest may be persons taken in together, and tell little of how common the words are; the next do.
        while blocks <= min(MOST, last >> LARGE):
            found = look(f"{words} & ({_blocks(last, blocks, LARGE)})")
            if len(found) >= most:
                return found
            # Half as many again as would do if the words were no rarer before.
            blocks = max(2 * blocks, blocks * 3 * most // (2 * max(1, len(found))))
    return look(words)


def _blocks(last: int, number: int, size: int) -> str:
    """Any of the latest blocks of this size."""
    block, sign = last >> size, "#" if size == SMALL else "##"
    return " | ".join(f"'{sign}{one}'" for one in range(max(0, block - number + 1), block + 1))


def _ids(sql: str, values: list[str | int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [pk for (pk,) in cursor.fetchall()]
