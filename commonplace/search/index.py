"""Keeping the index: rooms say what may be found, inside the transaction that changed it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from commonplace.communities.models import Community
from commonplace.search.filters import label_mark, moment_marks, topic_mark
from commonplace.search.models import SearchEntry
from commonplace.search.words import stems
from commonplace.store.bulk import write_rows

BODY_LIMIT = 100_000


@dataclass(frozen=True)
class Entry:
    """One thing as search should know it: what it is, where, by whom, and its words.

    `parent_id` is the conversation of a post, `parent_author_id` its author: what is held with the whole is held
    with its parts.
    """

    kind: str
    object_id: int
    happened_at: datetime
    community_id: int | None = None
    space_id: int | None = None
    person_id: int | None = None
    title: str = ""
    body: str = ""
    label: str = ""
    topics: tuple[str, ...] = ()
    parent_id: int | None = None
    parent_author_id: int | None = None
    is_opening: bool = False


def keep(entries: Iterable[Entry]) -> None:
    """Have these found as they are now, whether known before or not."""
    entries = list(entries)
    ids = {entry.community_id for entry in entries if entry.community_id}
    languages = dict(Community.objects.filter(pk__in=ids).values_list("pk", "language"))
    rows = [_row(entry, languages.get(entry.community_id or 0, "en")) for entry in entries]
    with transaction.atomic():
        write_rows(SearchEntry, COLUMNS, rows, unique=("kind", "object_id"))


COLUMNS = (
    "kind object_id parent_id parent_author_id community_id space_id person_id label title body title_words body_words"
    " marks happened_at".split()
)


def _row(entry: Entry, language: str) -> tuple[Any, ...]:
    """An entry as it is kept, in the order of COLUMNS."""
    body = entry.body[:BODY_LIMIT]
    # What a thing is filed under counts as its title; a reply has none, and is not about every word of its topics.
    title_words = stems(" ".join([entry.title, *entry.topics]) if entry.title else "", language)
    return (
        entry.kind,
        entry.object_id,
        entry.parent_id,
        entry.parent_author_id,
        entry.community_id,
        entry.space_id,
        entry.person_id,
        entry.label,
        entry.title,
        body,
        title_words,
        stems(body, language),
        " ".join(_marks(entry)),
        entry.happened_at,
    )


def _marks(entry: Entry) -> list[str]:
    """What this entry is marked with."""
    marks = [f"space{entry.space_id}" if entry.space_id else f"kind{entry.kind}"]
    if entry.label:
        marks.append(label_mark(entry.label))
    if entry.person_id:
        marks.append(f"by{entry.person_id}")
    if entry.is_opening:
        marks.append("opening")
    return [*marks, *moment_marks(entry.happened_at), *(topic_mark(topic) for topic in entry.topics)]


def drop(kind: str, object_ids: Collection[int]) -> None:
    """Have these found no more."""
    SearchEntry.objects.filter(kind=kind, object_id__in=object_ids).delete()
