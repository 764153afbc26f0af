"""Which entries are weighed for a question, and what each weighs, the same on both databases.

However large the house: the latest hits that the reader may see, and when there are more, the latest of those that have
the words in their title.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import BooleanField, DateTimeField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import RawSQL

from commonplace.communities import access
from commonplace.communities.models import Community, Membership
from commonplace.communities.viewpoint import beyond_byline
from commonplace.people.models import Person
from commonplace.search.findable import State
from commonplace.search.matching import END, Asked, latest
from commonplace.search.models import SearchEntry
from commonplace.search.ranking import score
from commonplace.store.prepared import prepared

LATEST, TITLED = 60, 30
# So many are put in the order of their dates: what was taken in last is not always what happened last.
BY_DATE = 120
# With fewer hits than a page shows, the last word is taken for the beginning of one.
PAGE = 20
# Up to so many entries, beginnings cost no more than whole words, and are asked for at once.
SMALL_HOUSE = 5_000

# The moment is None where it says nothing.
Row = tuple[int, str, str, datetime | None]
# What a hit is ordered by, the greatest first: its weight or its moment, as a whole number, and its key.
Key = tuple[int, int]


@dataclass(frozen=True)
class Looking:
    """Who looks, and what narrows beside the marks: two moments, how conversations stand, and that authors are named.

    A name that the reader may not be shown finds nothing. `community` narrows what stands in no space.
    """

    person: Person | None
    since: datetime | None = None
    until: datetime | None = None
    state: State | None = None
    is_by_name: bool = False
    community: Community | None = None


@dataclass(frozen=True)
class Weighed:
    """Entries by their key, best first; `is_cut` when there are more hits than were weighed."""

    order: Sequence[Key]
    is_cut: bool
    is_prefix: bool
    _known: Mapping[int, SearchEntry] = field(default_factory=dict)

    def entries(self, pks: Sequence[int]) -> Mapping[int, SearchEntry]:
        """Some of them, whole."""
        if all(pk in self._known for pk in pks):
            return self._known
        return {entry.pk: entry for entry in _entries(keys=_keys(pks))}


def weigh(looking: Looking, asked: Asked, *, by_date: bool = False) -> Weighed:
    """What may be found, in the order of weight or `by_date`; the last word may be unfinished where `asked` says so."""
    eye = _Eye(looking, by_date=by_date)
    whole = replace(asked, is_prefix=False)
    is_small = asked.is_prefix and 0 < asked.last < SMALL_HOUSE
    rows, is_cut = eye.look(asked if is_small else whole)
    is_prefix = is_small
    if is_small:
        finished = [row for row in rows if score(asked.terms[-1:], *row[1:3])]
        if is_cut or len(finished) >= PAGE:
            rows, is_cut = eye.look(whole) if is_cut else (finished, False)
            is_prefix = False
    if asked.is_prefix and not is_prefix and len(rows) < PAGE:
        rows, is_cut = eye.look(asked)
        is_prefix = True
    return Weighed(_ordered(rows, asked, by_date, is_prefix), is_cut, is_prefix, eye.known)


def glimpse(looking: Looking, asked: Asked) -> Sequence[SearchEntry]:
    """The latest entries that match and may be found, whole."""
    return seen(looking, latest(asked, most=LATEST))


def seen(looking: Looking, pks: Collection[int]) -> Sequence[SearchEntry]:
    """Those of these entries that may be found, whole; no query for none."""
    return _whole(**_values(looking, pks)) if pks else []


def ordered(entries: Sequence[SearchEntry], asked: Asked, *, by_date: bool) -> Weighed:
    """These entries as if they had been weighed."""
    rows = [(one.pk, one.title_words, one.body_words, one.happened_at) for one in entries]
    order = _ordered(rows, asked, by_date, asked.is_prefix)
    return Weighed(order, False, asked.is_prefix, {entry.pk: entry for entry in entries})


def _ordered(rows: Collection[Row], asked: Asked, by_date: bool, is_prefix: bool) -> list[Key]:
    if by_date:
        return sorted(((_microseconds(at), pk) for pk, _title, _body, at in rows), reverse=True)
    weights = (
        (round(score(asked.terms, title, body, is_prefix=is_prefix) * 1_000_000), pk) for pk, title, body, _at in rows
    )
    return sorted(weights, reverse=True)


def _microseconds(at: datetime | None) -> int:
    if at is None:
        raise ValueError("their moments were not asked for")
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


class _Eye:
    """Looks into the index for one reader."""

    def __init__(self, looking: Looking, *, by_date: bool) -> None:
        self.looking, self.by_date = looking, by_date
        self.most = BY_DATE if by_date else LATEST
        self.known: dict[int, SearchEntry] = {}

    def look(self, asked: Asked) -> tuple[list[Row], bool]:
        """The latest hits, and when there are more than are weighed, those in titles; whether there are more.

        Marks have narrowed the hits to what may be seen; persons, and what is held, come off here. Only where that was
        many of them is the index asked again.
        """
        below, some = END, self.most + 1
        pks = latest(asked, most=some)
        is_full = len(pks) == some and not self.by_date
        titled = latest(replace(asked, in_title=True), most=TITLED) if is_full else []
        seen = self._seen({*pks, *titled})
        rows = [seen[pk] for pk in pks if pk in seen]
        while len(rows) <= self.most and len(pks) == some:
            below, some = pks[-1], 4 * some
            pks = latest(asked, most=some, below=below)
            more = self._seen(set(pks))
            rows += [more[pk] for pk in pks if pk in more]
        if len(rows) <= self.most:
            return rows, False
        chosen = {pk: seen[pk] for pk in titled if pk in seen} | {row[0]: row for row in rows[: self.most]}
        return list(chosen.values()), True

    def _seen(self, pks: Collection[int]) -> dict[int, Row]:
        """Those of these entries that the reader may see, with their words; no more than a page, at once whole."""
        if not pks:
            return {}
        asked = _values(self.looking, pks)
        if len(pks) > PAGE:
            return {row[0]: row for row in _words(**asked, by_date=self.by_date)}
        entries = {entry.pk: entry for entry in _whole(**asked)}
        self.known |= entries
        return {pk: (pk, entry.title_words, entry.body_words, entry.happened_at) for pk, entry in entries.items()}


def _values(looking: Looking, pks: Collection[int]) -> dict[str, Any]:
    return {**vars(looking), "keys": _keys(pks)}


def _words(*, state: State | None, community: Community | None, by_date: bool, **asked: Any) -> list[Row]:
    if not (state or community):
        return _words_of_any(**asked, by_date=by_date)
    # How conversations stand is another query in every room that says it, so it is not compiled beforehand.
    return list(_weighed_by(_between(**asked, state=state, community=community), by_date=by_date))


def _weighed_by(entries: QuerySet[SearchEntry], *, by_date: bool) -> QuerySet[SearchEntry, Row]:
    """What entries are weighed by; their moments only where these say the order."""
    if by_date:
        return entries.values_list("pk", "title_words", "body_words", "happened_at")
    return entries.values_list("pk", "title_words", "body_words", Value(None, output_field=DateTimeField()))


def _whole(*, state: State | None, community: Community | None, **asked: Any) -> list[SearchEntry]:
    if not (state or community):
        return _whole_of_any(**asked)
    return list(_between(**asked, state=state, community=community).select_related(*JOINED))


JOINED = ("community", "person")
# Of a community a hit says its name and address.
UNSHOWN = [
    f"community__{field.name}" for field in Community._meta.concrete_fields if field.name not in ("id", "slug", "name")
]


@prepared
def _words_of_any(
    *, person: Person | None, keys: str, since: datetime | None, until: datetime | None, is_by_name: bool, by_date: bool
) -> QuerySet[SearchEntry, Row]:
    entries = _between(person=person, keys=keys, since=since, until=until, is_by_name=is_by_name)
    return _weighed_by(entries, by_date=by_date)


@prepared
def _whole_of_any(
    *, person: Person | None, keys: str, since: datetime | None, until: datetime | None, is_by_name: bool
) -> QuerySet[SearchEntry]:
    entries = _between(person=person, keys=keys, since=since, until=until, is_by_name=is_by_name)
    return entries.select_related(*JOINED)


@prepared
def _entries(*, keys: str) -> QuerySet[SearchEntry]:
    entries = _among(SearchEntry.objects.all(), keys).select_related(*JOINED)
    return entries.defer("body_words", "marks", *UNSHOWN, *beyond_byline("person"))


def _between(
    *,
    person: Person | None,
    keys: str,
    since: datetime | None,
    until: datetime | None,
    is_by_name: bool,
    state: State | None = None,
    community: Community | None = None,
) -> QuerySet[SearchEntry]:
    entries = _among(SearchEntry.objects.visible_to(person), keys)
    if since:
        entries = entries.filter(happened_at__gte=since)
    if until:
        entries = entries.filter(happened_at__lt=until)
    if is_by_name:
        # As `Viewpoint.byline_for` has it: a name from an archive is shown to members alone.
        entries = entries.filter(Q(person__claimed_at__isnull=False) | access.has_standing(person, "community_id"))
    if state:
        entries = entries.filter(parent_id__in=state.parents().values("pk"))
    if community:
        beside = Membership.objects.visible_to(person).filter(community=community, person=OuterRef("object_id"))
        is_there = Q(Exists(beside), kind="person") | Q(kind="community", object_id=community.pk)
        entries = entries.filter(is_there | Q(community=community))
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
