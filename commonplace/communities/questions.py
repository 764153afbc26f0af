"""Questions of the house to a person: what came of it, was it worth the hour, did you meet.

They go through one queue, however many rooms have something to ask, so that nobody is asked more than once in a while;
and what all rooms could ask is one query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, DateTimeField, Expression, F, IntegerField, QuerySet, SlugField, Value
from django.db.models.functions import Cast

from commonplace.people.models import Person
from commonplace.store.registry import Registry

MOST = 100


@dataclass(frozen=True)
class Askable:
    """One thing that could be asked about: its key, where and what it is, and a number that its room knows to read."""

    about_id: int
    slug: str
    title: str
    number: int


@dataclass(frozen=True)
class Asking:
    """One question that could be put to someone: about what, in their language, and where it is answered."""

    about: str
    words: str
    url: str


@dataclass(frozen=True)
class HouseQuestion:
    """A kind of question: `rows(person, now)` are the things that someone could be asked about, made with `row`, the
    latest first; `asking` says one of them in the reader's language.
    """

    code: str
    rows: Callable[[Person, datetime], QuerySet[Any, Any]]
    asking: Callable[[Askable], Asking]
    order: int = 50


HOUSE_QUESTIONS: Registry[HouseQuestion] = Registry("questions of the house", HouseQuestion)


def row(
    found: QuerySet[Any], *, slug: str, title: str, since: str | Expression, number: int | F = 0
) -> QuerySet[Any, Any]:
    """Rows of a kind as all kinds have them: the key, the community's slug, a title, since when, and a number."""
    columned: QuerySet[Any, Any] = found.annotate(
        q_slug=Cast(slug, SlugField(max_length=60)),
        q_title=Cast(title, CharField(max_length=300)),
        q_since=Cast(since, DateTimeField()),
        q_number=Cast(number if isinstance(number, F) else Value(number), IntegerField()),
    ).values_list("pk", "q_slug", "q_title", "q_since", "q_number")
    return columned


def askable(person: Person, now: datetime, *, code: str = "") -> Iterator[tuple[HouseQuestion, Asking]]:
    """What someone could be asked, of one kind or of all, in their order and the latest first; one query."""
    kinds = [one for one in HOUSE_QUESTIONS if code in ("", one.code)]
    if not kinds:
        return
    first, *others = (
        one.rows(person, now).annotate(q_kind=Value(place, IntegerField())) for place, one in enumerate(kinds)
    )
    for pk, slug, title, _since, number, place in first.union(*others, all=True).order_by("q_kind", "-q_since")[:MOST]:
        yield kinds[place], kinds[place].asking(Askable(pk, slug, title, number))
