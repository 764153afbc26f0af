"""What can be begun and kept as a draft besides openings and replies: rooms above declare it by a word."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from commonplace.store.registry import Registry


@dataclass(frozen=True)
class DraftPlace:
    """A form of a higher room: `code` is its place, `fields` what is kept of it, `page` the name of the address where
    one goes on (`?draft=`), `untitled` what a list calls one without a title. With nothing in the fields
    `said`, nothing is kept.
    """

    code: str
    fields: tuple[str, ...]
    page: str
    untitled: str | Promise
    said: tuple[str, ...] = ("title", "text")


DRAFT_PLACES: Registry[DraftPlace] = Registry("places of drafts", DraftPlace)


def kept_fields(place: str) -> tuple[str, ...]:
    """The fields that are kept of a form at this place, besides those of openings and replies."""
    return DRAFT_PLACES[place].fields if place in DRAFT_PLACES else ()


def said_fields(place: str) -> tuple[str, ...]:
    """The fields of a form at this place in which somebody says something."""
    return DRAFT_PLACES[place].said if place in DRAFT_PLACES else ("title", "text")
