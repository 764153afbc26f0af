"""Marks: tokens by which a search is narrowed inside the index, beside the words of an entry and apart from them."""

from __future__ import annotations

from datetime import UTC, datetime

from commonplace.lib.slugs import topic_slug

# Whoever asks for what came after an earlier moment asks for everything.
FIRST_YEAR = 1960
NOWHERE = "nowhere"


def topic_mark(name: str) -> str:
    """The mark of a topic: of its address, by which two names are one word or two, with nothing that parts tokens."""
    return "topic" + topic_slug(name).replace("-", "·").replace("_", "‿")


def label_mark(label: str) -> str:
    """The mark of a kind of conversation."""
    return f"label{label.replace('_', '')}"


def moment_marks(at: datetime) -> list[str]:
    """The marks of the year and of the month in which something happened."""
    at = at.astimezone(UTC)
    return [_year(at.year), _month(at.year, at.month)]


def marks_since(since: datetime, *, now: datetime) -> list[str]:
    """Marks of which everything bears one that happened since a moment; none where that would be any.

    The earliest is as wide as a month: what happened earlier in it has to be taken off.
    """
    if since.year < FIRST_YEAR:
        return []
    if since.year > now.year + 1:
        return [NOWHERE]
    since = since.astimezone(UTC)
    months = [_month(since.year, month) for month in range(since.month, 13)]
    return [*months, *(_year(year) for year in range(since.year + 1, now.year + 2))]


def _year(year: int) -> str:
    return f"year{year:04}"


def _month(year: int, month: int) -> str:
    return f"month{year:04}{month:02}"
