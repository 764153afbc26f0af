"""What can be begun and kept as a draft besides openings and replies, declared by a word: here, and by rooms above."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from commonplace.communities.viewpoint import Viewpoint
from commonplace.store.registry import Registry

LONGEST = 40  # of a place, as it is kept
KEY = re.compile(r"[0-9]{1,15}(?::[a-z-]{2,12}){0,2}", re.ASCII)


@dataclass(frozen=True)
class Onward:
    """Where one goes on with words about a thing: what a list calls them, and the address."""

    title: str
    url: str


type Changes = Callable[[Collection[str], Viewpoint], Mapping[str, Onward]]


@dataclass(frozen=True)
class DraftPlace:
    """A form besides openings and replies: `code` is its place, `fields` what is kept of it, `page` the name of the
    address where one goes on (`?draft=`), `untitled` what a list calls one without a title. With nothing in the fields
    `said`, nothing is kept. `mark` is the field that tells forms apart.

    One that changes a thing has its key behind a colon (`change:41`), and behind that the language where there is one
    of each (`translation:41:pl`): `changes(keys, viewpoint)` says where the viewer goes on with those that they may.
    Words for a thing that is gone are read at `page`.
    """

    code: str
    fields: tuple[str, ...]
    page: str
    untitled: str | Promise
    said: tuple[str, ...] = ("title", "text")
    mark: str = "idempotency_key"
    changes: Changes | None = None


DRAFT_PLACES: Registry[DraftPlace] = Registry("places of drafts", DraftPlace)


def declared(place: str) -> tuple[DraftPlace, str | None] | None:
    """What was declared for a place, and the key of what is changed there; None for any other place."""
    code, colon, key = place.partition(":")
    found = DRAFT_PLACES.get(code)
    if found is None or bool(colon) != (found.changes is not None):
        return None
    if not colon:
        return found, None
    return (found, key) if KEY.fullmatch(key) and len(place) <= LONGEST else None


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
