"""What people have agreed to: being drawn, being named, being told of; each room declares what it asks of them.

A consent is a row somewhere in the house that lets something happen to whoever gave it. They find all of theirs on one
page, whichever room holds it, and take each back there in one press, also where they have left the community since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.db.models import BooleanField, DateTimeField, F, Model, Q, QuerySet, Value
from django.db.models.enums import TextChoices
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonplace.people.models import Person
from commonplace.store.paging import Page
from commonplace.store.registry import Registry

# When was not written down, where nobody wrote it down.
UNKNOWN: Final = datetime(1970, 1, 1, tzinfo=UTC)
AT_ONCE: Final = 30
FIRST: Final = "first"  # as a key


class Lets(TextChoices):
    """What somebody lets happen."""

    DRAWN = "drawn", _("Being drawn, or shown for what you know")
    NAMED = "named", _("Being named and told of to others")
    TOLD = "told", _("Being written to and asked")
    HELD = "held", _("Holding to what a community agreed on")


@dataclass(frozen=True)
class Given:
    """One consent as it stands: what it covers, of which community, and since when.

    `title` and `slug` are empty where whoever gave it may not see the thing, or the community, any more. What `is_over`
    has happened and cannot be taken back.
    """

    place: int
    pk: int
    about_id: int
    title: str
    slug: str
    community: str
    is_over: bool
    at: datetime

    @property
    def of(self) -> Consent:
        """What it is one of."""
        return CONSENTS[CONSENTS.codes[self.place]]

    @property
    def link(self) -> str:
        """Where what it covers stands; "" where they cannot see it any more."""
        return self.of.link(self)

    @property
    def since(self) -> datetime | None:
        """When it was given; None where that was not written down."""
        return None if self.at == UNKNOWN else self.at


COLUMNS: Final = tuple(Given.__dataclass_fields__)[1:]


@dataclass(frozen=True)
class Consent:
    """One thing that people agree to, and how they take it back.

    `rows(person)` gives those of theirs that stand, as rows of `model` made by `row`. `said` is what they agreed to, in
    a sentence; `effect` is what comes of taking it back; `why_over` says why what has happened cannot be taken back.
    `withdraw(by=, pk=, at=)` is the deed of its room for one row, safe to repeat; where it can be given again, it gives
    back what `again(by=, before=)` needs for that, as a list for JSON.
    """

    code: str
    lets: Lets
    said: Promise
    effect: Promise
    model: type[Model]
    rows: Callable[[Person], QuerySet[Any, Any]]
    link: Callable[[Given], str]
    withdraw: Callable[..., list[Any] | None]
    again: Callable[..., None] | None = None
    why_over: Promise | None = None
    order: int = 500


CONSENTS: Registry[Consent] = Registry("consents", Consent)


def given_by(person: Person, *, lets: str = "", after: str = "") -> Page[Given]:
    """What someone has agreed to, the latest first, from the key `after` on, or the first for a torn one; one query."""
    parts = [
        _beyond(consent.rows(person), place, _key(after)).annotate(c_place=Value(place))
        for place, consent in enumerate(CONSENTS)
        if not lets or consent.lets == lets
    ]
    if not parts:
        return Page([])
    columns = ["c_place", *(f"c_{name}" for name in COLUMNS)]
    first, *others = (part.values_list(*columns) for part in parts)
    rows = first.union(*others, all=True).order_by("-c_at", "c_place", "c_pk")
    found = [Given(*one) for one in rows[: AT_ONCE + 1]]
    items = found[:AT_ONCE]
    return Page(items, newer=FIRST if after else None, older=_token(items[-1]) if len(found) > AT_ONCE else None)


def all_given_by(person: Person) -> Iterator[Given]:
    """All that someone has agreed to, as they take it along; a query for every `AT_ONCE`."""
    after = ""
    while True:
        page = given_by(person, after=after)
        yield from page.items
        if not (after := page.older or ""):
            return


def given(person: Person, consent: Consent, pk: int) -> Given | None:
    """One consent of somebody's, where it is theirs and stands."""
    columns = [f"c_{name}" for name in COLUMNS]
    found = consent.rows(person).filter(pk=pk).values_list(*columns).first()
    return None if found is None else Given(CONSENTS.codes.index(consent.code), *found)


def row(rows: QuerySet[Any], *, at: Any, **columns: Any) -> QuerySet[Any, Any]:
    """For `Consent.rows`: the rows with the columns of `Given`; `at` is a path or an expression."""
    empty = {"pk": F("pk"), "about_id": F("pk"), "title": Value(""), "slug": Value(""), "community": Value("")}
    said = {**empty, "is_over": Value(value=False, output_field=BooleanField()), **columns}
    said["at"] = F(at) if isinstance(at, str) else at
    columned: QuerySet[Any, Any] = rows.order_by().annotate(**{f"c_{name}": said[name] for name in COLUMNS})
    return columned


def never_written_down() -> Value:
    """For `row`, where nobody wrote down when."""
    return Value(UNKNOWN, output_field=DateTimeField())


def _beyond(rows: QuerySet[Any, Any], place: int, key: tuple[datetime, int, int] | None) -> QuerySet[Any, Any]:
    if key is None:
        return rows
    at, there, pk = key
    if place > there:
        return rows.filter(c_at__lte=at)
    same = Q(c_at=at, c_pk__gt=pk) if place == there else Q()
    return rows.filter(Q(c_at__lt=at) | same) if same else rows.filter(c_at__lt=at)


def _token(last: Given) -> str:
    return f"{last.at.isoformat()}_{last.place}_{last.pk}"


def _key(token: str) -> tuple[datetime, int, int] | None:
    said, _first, rest = token.partition("_")
    place, _second, pk = rest.partition("_")
    if not (place.isascii() and place.isdigit() and pk.isascii() and pk.isdigit() and len(place + pk) < 20):
        return None
    try:
        at = parse_datetime(said)
    except ValueError:
        return None
    # The first and the last day of the calendar have none before or after them in some zone.
    if at is None or at.tzinfo is None or not 1900 < at.year < 9000:
        return None
    return at, int(place), int(pk)
