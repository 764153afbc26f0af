"""Asking the index, on either database: the same words, the same rows, newest first.

A query is an *and* of terms, each an *or* of stems; the last term may be the beginning of a word. Marks narrow it
inside the index, so that a limit never cuts off what the reader may see in favour of what they may not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from commonplace.search.models import SearchEntry

SQLITE = "SELECT rowid FROM search_words WHERE search_words MATCH %s ORDER BY rowid DESC LIMIT %s"
# Adding nothing keeps PostgreSQL from walking the keys backwards instead of using the index of words.
POSTGRESQL = "SELECT id FROM search_searchentry WHERE vector @@ to_tsquery('simple', %s) ORDER BY id + 0 DESC LIMIT %s"
ALL = 1_000_000_000


@dataclass(frozen=True)
class Asked:
    """What is asked of the index: terms (each its alternative stems), and marks of which one each must be there."""

    terms: Sequence[Sequence[str]]
    marks: Sequence[Sequence[str]] = ()
    is_any: bool = False
    in_title: bool = False
    is_prefix: bool = False

    def said(self) -> str:
        """The question in the language of the database that is asked."""
        return _postgresql(self) if connection.vendor == "postgresql" else _sqlite(self)


def matching(entries: QuerySet[SearchEntry], said: str, *, latest: int) -> QuerySet[SearchEntry]:
    """The entries that match, by their place in the index, latest first; no more than the `latest` are looked at.

    Only what is held can still be taken from the latest, since marks have narrowed them already.
    """
    is_postgresql = connection.vendor == "postgresql"
    rows = RawSQL(POSTGRESQL if is_postgresql else SQLITE, [said, latest])
    return entries.filter(pk__in=rows).order_by("-pk")


def _sqlite(asked: Asked) -> str:
    """FTS5's language; every stem is quoted, so nothing in it is an operator."""
    columns = "{title_words}" if asked.in_title else "{title_words body_words}"
    last = len(asked.terms) - 1
    terms = [
        "(" + " OR ".join(f'"{stem}"' + ("*" if asked.is_prefix and at == last else "") for stem in term) + ")"
        for at, term in enumerate(asked.terms)
    ]
    parts = [f"{columns} : ({(' OR ' if asked.is_any else ' AND ').join(terms)})"] if terms else []
    parts += ["{marks} : (" + " OR ".join(f'"{mark}"' for mark in either) + ")" for either in asked.marks]
    return " AND ".join(parts)


def _postgresql(asked: Asked) -> str:
    """PostgreSQL's language; stems are letters and digits only, quoted all the same."""
    weights = "A" if asked.in_title else "AB"
    last = len(asked.terms) - 1
    terms = [
        "(" + " | ".join(f"'{stem}':{weights}" + ("*" if asked.is_prefix and at == last else "") for stem in term) + ")"
        for at, term in enumerate(asked.terms)
    ]
    parts = ["(" + (" | " if asked.is_any else " & ").join(terms) + ")"] if terms else []
    parts += ["(" + " | ".join(f"'{mark}':C" for mark in either) + ")" for either in asked.marks]
    return " & ".join(parts)
