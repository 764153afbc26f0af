"""What can be begun and kept as a draft besides openings and replies: rooms above declare it by a word."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from commonplace.communities.viewpoint import Viewpoint
from commonplace.store.registry import Registry

type Titles = Callable[[Collection[int], Viewpoint], Mapping[int, str]]


@dataclass(frozen=True)
class DraftPlace:
    """A form of a higher room: `code` is its place, `fields` what is kept of it, `page` the name of the address where
    one goes on (`?draft=`), `untitled` what a list calls one without a title. With nothing in the fields
    `said`, nothing is kept. `mark` is the field that tells forms apart.

    One that changes a thing has its key behind a colon (`change:41`), which `page` takes too: `titles(keys, viewpoint)`
    says what each is called that the viewer may go on with. Words for a thing that is gone are read at `elsewhere`.
    """

    code: str
    fields: tuple[str, ...]
    page: str
    untitled: str | Promise
    said: tuple[str, ...] = ("title", "text")
    mark: str = "idempotency_key"
    titles: Titles | None = None
    elsewhere: str = ""


DRAFT_PLACES: Registry[DraftPlace] = Registry("places of drafts", DraftPlace)


def declared(place: str) -> tuple[DraftPlace, int | None] | None:
    """What was declared for a place, and the key of the thing that is changed there; None for any other place."""
    code, colon, key = place.partition(":")
    found = DRAFT_PLACES.get(code)
    if found is None or bool(colon) != (found.titles is not None):
        return None
    if not colon:
        return found, None
    return (found, int(key)) if key.isascii() and key.isdigit() and len(key) < 16 else None


def kept_fields(place: str) -> tuple[str, ...]:
    """The fields that are kept of a form at this place, besides those of openings and replies."""
    known = declared(place)
    return known[0].fields if known else ()


def said_fields(place: str) -> tuple[str, ...]:
    """The fields of a form at this place in which somebody says something."""
    known = declared(place)
    return known[0].said if known else ("title", "text")


def mark_of(place: str) -> str:
    """The field that tells forms at this place apart."""
    known = declared(place)
    return known[0].mark if known else "idempotency_key"
