"""Tendings: what a steward could do today, each with the reason it is offered; rooms say what theirs are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from commonplace.communities.inbox import Waiting
from commonplace.communities.models import Community
from commonplace.communities.principles import Principle
from commonplace.communities.viewpoint import Viewpoint
from commonplace.store.registry import Registry


@dataclass(frozen=True)
class Tending:
    """One suggestion: `code` and `about` name it, so that it can be put off; `why` is its evidence in a sentence.

    Where one press ends it for good, `press` is the word on its button and `press_url` what it is sent to.
    """

    code: str
    about: str
    title: str
    text: str
    why: str
    action: str
    url: str
    press: str = ""
    press_url: str = ""


@dataclass(frozen=True)
class Bed:
    """What suggestions are made from: the community, the steward who looks, when, what the instruments show, and what
    was put off, by `code` and `about`.

    `readings` is cultivation's own; a room below it finds its reasons in its rows, which `with_rows` lays out by code.
    """

    community: Community
    viewpoint: Viewpoint
    now: datetime
    readings: Any = None
    put_off: frozenset[tuple[str, str]] = frozenset()
    rows: Mapping[str, Sequence[Waiting]] = field(default_factory=dict)


@dataclass(frozen=True)
class Together:
    """What is said of several suggestions of one kind, which then stand behind one line."""

    title: str
    text: str
    why: str


@dataclass(frozen=True)
class Gardener:
    """A kind of suggestion: `offer(bed)` gives those there are today, the most pressing first; `together(bed, number)`
    says what stands over several of them, where there can be several.

    `label` says the kind where nobody and nothing may be named: what was refused, what was tended, letters. `rows(bed)`
    gives what it is made from, by `inbox.row` under its code, or None where there is nothing to ask for. Kinds come in
    the `order` of care: people who wait, people who drift, what has a day, the beat, what is kept, how it is arranged.
    Of `most` at once nobody can say whether one has ended, or has no room. Reasons that hold what people wrote, or
    name somebody, `quotes`: no letter carries them.
    """

    code: str
    label: str | Promise
    offer: Callable[[Bed], Iterable[Tending]]
    order: int = 50
    together: Callable[[Bed, int], Together] | None = None
    rows: Callable[[Bed], QuerySet[Any, Any] | None] | None = None
    principle: Principle | None = None
    most: int = 20
    quotes: bool = False


TENDINGS: Registry[Gardener] = Registry("tendings", Gardener)


def with_rows(bed: Bed, *more: QuerySet[Any, Any]) -> Bed:
    """The bed with the rows of all kinds of suggestion, and `more` made like them, by their codes; one query."""
    asked = [gardener.rows(bed) for gardener in TENDINGS if gardener.rows is not None]
    parts = [*(rows for rows in asked if rows is not None), *more]
    found: dict[str, list[Waiting]] = {}
    if parts:
        for row in parts[0].union(*parts[1:], all=True):
            one = Waiting(*row)
            found.setdefault(one.code, []).append(one)
    return replace(bed, rows=found)
