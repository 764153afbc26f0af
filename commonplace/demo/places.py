"""What the demo shows on pages of lower rooms: whom one walks as, and an open door for strangers."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from commonplace.demo import walking


def banner(request: HttpRequest) -> Mapping[str, Any] | None:
    """Whose shoes the visitor stands in, above every page."""
    person = walking.walking(request)
    return {"person": person} if person else None


def door(request: HttpRequest) -> Mapping[str, Any] | None:
    """The cast, for a stranger at the front door."""
    roles = walking.roles()
    return {"roles": roles} if roles else None
