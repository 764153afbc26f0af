"""Content as programs read it: rooms declare the shape of a kind once; the doors (API, feeds, exports) serve it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from pydantic import BaseModel, Field

from commonplace.communities.models import Space
from commonplace.communities.viewpoint import Byline as Shown
from commonplace.communities.viewpoint import Viewpoint
from commonplace.store.registry import Registry


class Byline(BaseModel):
    """Who did something, as far as the reader may know: without a name, `withheld` says what stands instead."""

    name: str | None
    withheld: str | None = Field(default=None, description="What is said instead of a name that is withheld.")
    person: int | None = Field(default=None, description="The person, where their name is shown.")
    about: str = ""
    url: str | None = None


@dataclass(frozen=True)
class Entry:
    """One thing as a feed tells it: `html` is safe and may lead to addresses of this house without their beginning.

    Where `space` says that it sends no words out (see `Space.sends_words`), feeds tell only that something is new.
    """

    kind: str
    pk: int
    title: str
    address: str
    byline: Shown
    published: datetime
    updated: datetime
    html: str = ""
    topics: Sequence[str] = ()
    space: Space | None = None


@dataclass(frozen=True)
class News:
    """How one hears what is new of a kind: its rows by the fields `by`, the latest first, as `entries` in one go.

    `page` names the address where people read the same, `space` is the lookup that leads from a row to its space, and
    empty where rows stand in none.
    """

    by: Sequence[str]
    entries: Callable[[Sequence[Any], Viewpoint], Sequence[Entry]]
    page: str
    space: str = "space"


@dataclass(frozen=True)
class Shape:
    """How a kind of content is told: its `schema`, and `tell(row, viewpoint)`, which makes no query.

    `rows(viewpoint)` are those of a community that the viewer may see, through `visible_to`, paged by the fields `by`;
    `name` is their word in addresses, `summary` one line for the document; feeds tell those that have `news`.
    """

    kind: str
    name: str
    summary: str | Promise
    schema: type[BaseModel]
    rows: Callable[[Viewpoint], QuerySet[Any]]
    by: Sequence[str]
    tell: Callable[[Any, Viewpoint], BaseModel]
    order: int = 50
    news: News | None = None


SHAPES: Registry[Shape] = Registry("shapes", Shape, by="kind")


def whole(address: str) -> str:
    """An address of this house as others must type it."""
    return f"{settings.BASE_URL}{address}"


def byline(shown: Shown) -> Byline:
    """A byline; a name that is withheld stays withheld here."""
    if shown.is_withheld:
        return Byline(name=None, withheld=shown.name)
    return Byline(
        name=shown.name, person=shown.person_id, about=shown.about, url=whole(shown.url) if shown.url else None
    )
