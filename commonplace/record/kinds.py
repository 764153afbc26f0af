"""Kinds of evidence: what in the ledger and in the rows of other rooms somebody may take into their record.

The rooms below know of no record, so that this room declares them, over what those rooms tell of a person. All that
somebody could take is one query over all kinds, the latest first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any, Final

from django.db.models import BigIntegerField, CharField, F, IntegerField, Q, QuerySet, SlugField, Value
from django.db.models.functions import Cast, TruncDate
from django.utils.dateparse import parse_date
from django.utils.functional import Promise

from commonplace.people.models import Person
from commonplace.store.paging import Page
from commonplace.store.registry import Registry

AT_ONCE: Final = 20
FIRST: Final = "first"


@dataclass(frozen=True)
class Found:
    """One thing of somebody's: the row it was found in, when, in which community, and what it is called there.

    `what` and `about_id` name the content that it is about, "" and 0 where it is about none; `detail` is what the kind
    knows to say more with.
    """

    place: int
    ref: int
    on: date
    community_id: int
    slug: str
    community: str
    what: str
    about_id: int
    title: str
    detail: str

    @property
    def kind(self) -> Kind:
        """What it is one of."""
        return KINDS[KINDS.codes[self.place]]

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.kind.code}-{self.ref}"

    @property
    def said(self) -> str:
        """What it is, where its person says nothing of their own."""
        return self.kind.said(self)


COLUMNS: Final = tuple(Found.__dataclass_fields__)[1:]


@dataclass(frozen=True)
class Kind:
    """A kind of evidence.

    `rows(person)` are those of theirs that stand, whether they are still there or not: nothing candid, nothing held or
    taken back, and nothing from where names are not told. `seen(person)` narrows them to what they may see today, for
    only that is offered. Both are turned into columns by `columns`, through `row`. `said` is a plain sentence without a
    name or a title in it; `link(found)` is where it stands, for whoever may see it. What `is_many` would drown the rest
    where all kinds stand together.
    """

    code: str
    heading: str | Promise
    rows: Callable[[Person], QuerySet[Any]]
    seen: Callable[[Person], Q]
    columns: Callable[[QuerySet[Any]], QuerySet[Any, Any]]
    said: Callable[[Found], str]
    link: Callable[[Found], str]
    is_many: bool = False
    order: int = 50


KINDS: Registry[Kind] = Registry("kinds of evidence", Kind)


def row(rows: QuerySet[Any], *, at: str, community: str, is_day: bool = False, **given: Any) -> QuerySet[Any, Any]:
    """Rows with the columns of `Found`, for `Kind.columns`; `community` and `at` are paths."""
    said = {"what": Value(""), "about_id": Value(0), "title": Value(""), "detail": Value(""), **given}
    columned: QuerySet[Any, Any] = rows.order_by().annotate(
        e_ref=Cast(F("pk"), BigIntegerField()),
        e_on=F(at) if is_day else TruncDate(at, tzinfo=UTC),
        e_community_id=Cast(F(f"{community}_id"), BigIntegerField()),
        e_slug=Cast(F(f"{community}__slug"), SlugField(max_length=60)),
        e_community=Cast(F(f"{community}__name"), CharField(max_length=200)),
        e_what=Cast(said["what"], CharField(max_length=20)),
        e_about_id=Cast(said["about_id"], BigIntegerField()),
        e_title=Cast(said["title"], CharField(max_length=300)),
        e_detail=Cast(said["detail"], CharField(max_length=300)),
    )
    return columned


def offered_to(person: Person, *, code: str = "", after: str = "") -> Page[Found]:
    """What somebody could take, the latest first, from the key `after` on, or the first for a torn one; one query."""
    key = _key(after)
    parts = [
        _beyond(kind.columns(kind.rows(person).filter(kind.seen(person))), place, key)
        for place, kind in enumerate(KINDS)
        if code == kind.code or not (code or kind.is_many)
    ]
    rows = _union(parts).order_by("-e_on", "e_place", "e_ref")
    found = [Found(*one) for one in rows[: AT_ONCE + 1]]
    items = found[:AT_ONCE]
    return Page(items, newer=FIRST if after else None, older=_token(items[-1]) if len(found) > AT_ONCE else None)


def one_offered(person: Person, key: str) -> Found | None:
    """One that somebody could take, by how a form names it; one query, none for what is no name."""
    code, _dash, ref = key.partition("-")
    kind = KINDS.get(code)
    if kind is None or not (ref.isascii() and ref.isdigit() and len(ref) < 19):
        return None
    rows = _placed(kind.columns(kind.rows(person).filter(kind.seen(person), pk=int(ref))), KINDS.codes.index(code))
    return next((Found(*one) for one in rows[:1]), None)


def standing(person: Person, taken: Mapping[str, Iterable[int]]) -> dict[tuple[str, int], Found]:
    """Of what somebody took, by code and row, what stands today; one query, none where they took nothing."""
    parts = [
        _placed(kind.columns(kind.rows(person).filter(pk__in=list(taken[kind.code]))), place)
        for place, kind in enumerate(KINDS)
        if taken.get(kind.code)
    ]
    found = [Found(*one) for one in _union(parts)] if parts else []
    return {(one.kind.code, one.ref): one for one in found}


def _union(parts: list[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    first, *others = parts
    return first.union(*others, all=True)


def _placed(rows: QuerySet[Any, Any], place: int) -> QuerySet[Any, Any]:
    placed = rows.annotate(e_place=Value(place, IntegerField()))
    columned: QuerySet[Any, Any] = placed.values_list("e_place", *(f"e_{name}" for name in COLUMNS))
    return columned


def _beyond(rows: QuerySet[Any, Any], place: int, key: tuple[date, int, int] | None) -> QuerySet[Any, Any]:
    if key is not None:
        on, there, ref = key
        if place > there:
            rows = rows.filter(e_on__lte=on)
        elif place == there:
            rows = rows.filter(Q(e_on__lt=on) | Q(e_on=on, e_ref__gt=ref))
        else:
            rows = rows.filter(e_on__lt=on)
    return _placed(rows, place)


def _token(last: Found) -> str:
    return f"{last.on.isoformat()}_{last.place}_{last.ref}"


def _key(token: str) -> tuple[date, int, int] | None:
    said, _first, rest = token.partition("_")
    place, _second, ref = rest.partition("_")
    if not (place.isascii() and place.isdigit() and ref.isascii() and ref.isdigit() and len(place + ref) < 20):
        return None
    try:
        on = parse_date(said)
    except ValueError:
        return None
    return None if on is None else (on, int(place), int(ref))
