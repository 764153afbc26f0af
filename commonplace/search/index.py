"""Keeping the index: rooms say what may be found, inside the transaction that changed it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from commonplace.communities.models import Community
from commonplace.search.filters import label_mark, moment_marks, topic_mark
from commonplace.search.findable import is_told
from commonplace.search.models import Meaning, SearchEntry
from commonplace.search.words import stems
from commonplace.store.bulk import write_rows
from commonplace.store.locks import lock
from commonplace.store.prepared import prepared

BODY_LIMIT = 100_000


@dataclass(frozen=True)
class Words:
    """A text as search keeps it, cut and stemmed before whoever writes it keeps others waiting."""

    text: str
    stems: str
    language: str


def words_of(text: str, language: str) -> Words:
    """A text as a community that speaks this language finds it."""
    text = text[:BODY_LIMIT]
    return Words(text, stems(text, language), language)


@dataclass(frozen=True)
class Entry:
    """One thing as search should know it: what it is, where, by whom, and its words.

    The body may be `Words` that were worked out before; those of another language by now are worked out again.
    `parent_id` is the conversation of a post, `parent_author_id` its author: what is held with the whole is held
    with its parts. `topics` are the names of what it is filed under, and what else that is called: each finds it.
    """

    kind: str
    object_id: int
    happened_at: datetime
    community_id: int | None = None
    space_id: int | None = None
    person_id: int | None = None
    title: str = ""
    body: Words | str = ""
    label: str = ""
    topics: tuple[str, ...] = ()
    parent_id: int | None = None
    parent_author_id: int | None = None
    is_opening: bool = False


def words_of_all(entries: Iterable[Entry]) -> dict[tuple[str, int], Words]:
    """The words of what these say, by kind and key, for `keep` to find cut already."""
    entries = list(entries)
    languages = _languages(entries)
    return {
        (entry.kind, entry.object_id): words_of(entry.body, languages[entry.community_id])
        for entry in entries
        if isinstance(entry.body, str)
    }


def keep(entries: Iterable[Entry], *, cut_before: Mapping[tuple[str, int], Words] | None = None) -> None:
    """Have these found as they are now, whether known before or not; bodies that still say the same as when they were
    `cut_before` are not cut again.
    """
    entries = [_with_words(entry, cut_before) for entry in entries] if cut_before else list(entries)
    languages = _languages(entries)
    rows = [_row(entry, languages[entry.community_id]) for entry in entries]
    write_rows(SearchEntry, COLUMNS, rows, unique=("kind", "object_id"))
    for kind in {entry.kind for entry in entries}:
        let_meaning_go(kind, [entry.object_id for entry in entries if entry.kind == kind])


def _with_words(entry: Entry, cut_before: Mapping[tuple[str, int], Words]) -> Entry:
    words = cut_before.get((entry.kind, entry.object_id))
    is_same = words is not None and isinstance(entry.body, str) and words.text == entry.body[:BODY_LIMIT]
    return replace(entry, body=words) if words is not None and is_same else entry


def _languages(entries: Iterable[Entry]) -> dict[int | None, str]:
    """In which language each of their communities is read, by its key."""
    languages: dict[int | None, str] = {None: "en"}
    for pk in {entry.community_id for entry in entries} - {None}:
        languages[pk] = next(iter(_language(community=pk)), "en")
    return languages


@prepared
def _language(*, community: int) -> QuerySet[Community, str]:
    return Community.objects.filter(pk=community).values_list("language", flat=True)


COLUMNS = (
    "kind object_id parent_id parent_author_id community_id space_id person_id label title body title_words body_words"
    " marks happened_at".split()
)


def _row(entry: Entry, language: str) -> tuple[Any, ...]:
    """An entry as it is kept, in the order of COLUMNS."""
    words = entry.body if isinstance(entry.body, Words) else words_of(entry.body, language)
    if words.language != language:
        words = words_of(words.text, language)
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
        words.text,
        title_words,
        words.stems,
        " ".join(_marks(entry)),
        entry.happened_at,
    )


def _marks(entry: Entry) -> list[str]:
    """What this entry is marked with."""
    marks = [f"space{entry.space_id}" if entry.space_id else f"kind{entry.kind}"]
    if entry.label or entry.space_id:
        # What bears no label is narrowed to by its kind.
        marks.append(label_mark(entry.label or entry.kind))
    if entry.person_id:
        marks.append(f"by{entry.person_id}")
    if entry.is_opening:
        marks.append("opening")
    return [*marks, *moment_marks(entry.happened_at), *(topic_mark(topic) for topic in entry.topics)]


def let_meaning_go(kind: str, object_ids: Collection[int]) -> None:
    """Let go of what these were told to mean; nothing is asked where no service of the operator's is named."""
    if settings.EMBEDDINGS_URL and is_told(kind):
        # The worker, which looks whether it may tell while it holds them, has done so or will look afterwards.
        those = lock(SearchEntry.objects.filter(kind=kind, object_id__in=object_ids).only("pk"))
        Meaning.objects.filter(entry__in=[one.pk for one in those]).delete()


def drop(kind: str, object_ids: Collection[int]) -> None:
    """Have these found no more."""
    let_meaning_go(kind, object_ids)
    SearchEntry.objects.filter(kind=kind, object_id__in=object_ids).delete()
