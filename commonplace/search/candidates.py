"""Which entries are weighed for a question, and what each weighs, the same on both databases.

However large the house: the latest hits that the reader may see, and when there are more, the latest of those that have
the words in their title.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from commonplace.people.models import Person
from commonplace.search.matching import END, Asked, latest
from commonplace.search.models import SearchEntry
from commonplace.search.ranking import score
from commonplace.store.prepared import prepared

LATEST, TITLED = 60, 30
# With fewer hits than a page shows, the last word is taken for the beginning of one.
PAGE = 20
# Up to so many entries, beginnings cost no more than whole words, and are asked for at once.
SMALL_HOUSE = 5_000

Row = tuple[int, str, str]


@dataclass(frozen=True)
class Weighed:
    """Entries by their key, best first; `is_cut` when there are more hits than were weighed."""

    order: Sequence[int]
    is_cut: bool
    is_prefix: bool
    _known: Mapping[int, SearchEntry] = field(default_factory=dict)

    def entries(self, pks: Sequence[int]) -> Mapping[int, SearchEntry]:
        """Some of them, whole."""
        if all(pk in self._known for pk in pks):
            return self._known
        return {entry.pk: entry for entry in _entries(keys=_keys(pks))}


def weigh(person: Person | None, asked: Asked, *, since: datetime | None, until: datetime | None) -> Weighed:
    """What `person` may find, between two moments; the last word may be unfinished where `asked` says so."""
    eye = _Eye(person, since, until)
    whole = replace(asked, is_prefix=False)
    is_small = asked.is_prefix and 0 < asked.last < SMALL_HOUSE
    rows, is_cut = eye.look(asked if is_small else whole)
    is_prefix = is_small
    if is_small:
        finished = [row for row in rows if score(asked.terms[-1:], *row[1:])]
        if is_cut or len(finished) >= PAGE:
            rows, is_cut = eye.look(whole) if is_cut else (finished, False)
            is_prefix = False
    if asked.is_prefix and not is_prefix and len(rows) < PAGE:
        rows, is_cut = eye.look(asked)
        is_prefix = True
    weights = {pk: score(asked.terms, title, body, is_prefix=is_prefix) for pk, title, body in rows}
    order = sorted(weights, key=lambda pk: (weights[pk], pk), reverse=True)
    return Weighed(order, is_cut, is_prefix, eye.known)


class _Eye:
    """Looks into the index for one reader."""

    def __init__(self, person: Person | None, since: datetime | None, until: datetime | None) -> None:
        self.person, self.since, self.until = person, since, until
        self.known: dict[int, SearchEntry] = {}

    def look(self, asked: Asked) -> tuple[list[Row], bool]:
        """The latest hits, and when there are more than are weighed, those in titles; whether there are more.

        Marks have narrowed the hits to what may be seen; persons, and what is held, come off here. Only where that was
        many of them is the index asked again.
        """
        below, some = END, LATEST + 1
        pks = latest(asked, most=some)
        titled = latest(replace(asked, in_title=True), most=TITLED) if len(pks) == some else []
        seen = self._seen({*pks, *titled})
        rows = [seen[pk] for pk in pks if pk in seen]
        while len(rows) <= LATEST and len(pks) == some:
            below, some = pks[-1], 4 * some
            pks = latest(asked, most=some, below=below)
            more = self._seen(set(pks))
            rows += [more[pk] for pk in pks if pk in more]
        if len(rows) <= LATEST:
            return rows, False
        chosen = {pk: seen[pk] for pk in titled if pk in seen} | {row[0]: row for row in rows[:LATEST]}
        return list(chosen.values()), True

    def _seen(self, pks: Collection[int]) -> dict[int, Row]:
        """Those of these entries that the reader may see, with their words; no more than a page, at once whole."""
        if not pks:
            return {}
        asked = {"person": self.person, "keys": _keys(pks), "since": self.since, "until": self.until}
        if len(pks) > PAGE:
            return {row[0]: row for row in _words(**asked)}
        entries = {entry.pk: entry for entry in _whole(**asked)}
        self.known |= entries
        return {pk: (pk, entry.title_words, entry.body_words) for pk, entry in entries.items()}


@prepared
def _words(
    *, person: Person | None, keys: str, since: datetime | None, until: datetime | None
) -> QuerySet[SearchEntry, Row]:
    return _between(person, keys, since, until).values_list("pk", "title_words", "body_words")


@prepared
def _whole(
    *, person: Person | None, keys: str, since: datetime | None, until: datetime | None
) -> QuerySet[SearchEntry]:
    return _between(person, keys, since, until).select_related("community", "person")


@prepared
def _entries(*, keys: str) -> QuerySet[SearchEntry]:
    return _among(SearchEntry.objects.all(), keys).select_related("community", "person")


def _between(person: Person | None, keys: str, since: datetime | None, until: datetime | None) -> QuerySet[SearchEntry]:
    entries = _among(SearchEntry.objects.visible_to(person), keys)
    if since:
        entries = entries.filter(happened_at__gte=since)
    if until:
        entries = entries.filter(happened_at__lt=until)
    return entries


def _keys(pks: Collection[int]) -> str:
    """Keys as one value, so that a query of any number of them is the same query."""
    said = str(list(pks))
    return said if connection.vendor == "sqlite" else said.replace("[", "{").replace("]", "}")


def _among(entries: QuerySet[SearchEntry], keys: str) -> QuerySet[SearchEntry]:
    """The entries of these keys."""
    sqlite = "search_searchentry.id IN (SELECT value FROM json_each(%s))"
    postgresql = "search_searchentry.id = ANY(%s::bigint[])"
    sql = sqlite if connection.vendor == "sqlite" else postgresql
    return entries.filter(RawSQL(sql, [keys], output_field=BooleanField()))  # nosec B611  # one of the two above
