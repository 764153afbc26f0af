"""Walking in as one of the cast: only where the demo is allowed, only as someone invented."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest

from commonplace.demo.cast import CAST, Part
from commonplace.demo.models import Sowing
from commonplace.people.models import Person
from commonplace.people.viewer import viewer

BACKEND = "commonplace.people.sessions.Backend"
WALKING = "walking_in_as"


@dataclass(frozen=True)
class Role:
    """One of the cast, ready to be walked in as."""

    part: Part
    person: Person


def is_allowed() -> bool:
    """Whether this house has a demo that one may walk through."""
    return bool(settings.DEMO)


def roles() -> list[Role]:
    """Those of the cast who were sown, in the order of the cast; one query, none where the demo is not allowed."""
    if not is_allowed():
        return []
    rows = Sowing.objects.filter(key__in=[part.key for part in CAST]).select_related("person")
    sown = {row.key: row.person for row in rows}
    return [Role(part, sown[part.key]) for part in CAST if part.key in sown]


def sown_as(key: str) -> Person | None:
    """The invented person of this key, where the demo is allowed."""
    if not key.isidentifier():
        return None
    row = (
        Sowing.objects.filter(key=key, person__is_active=True).select_related("person").first()
        if is_allowed()
        else None
    )
    return row.person if row else None


def walk_in(request: HttpRequest, person: Person) -> None:
    """Sign the visitor in as someone invented, found by `sown_as`, and remember that it is play."""
    logout(request)
    login(request, person, backend=BACKEND)
    request.session[WALKING] = person.pk


def walk_out(request: HttpRequest) -> None:
    """Be oneself again: signed out."""
    logout(request)


def walking(request: HttpRequest) -> Person | None:
    """Whom the visitor is walking as; no query beyond the session that the page has read."""
    person = viewer(request) if is_allowed() and hasattr(request, "user") else None
    if person is None or request.session.get(WALKING) != person.pk:
        return None
    return person
