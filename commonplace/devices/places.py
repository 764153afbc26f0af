"""What devices show on pages of lower rooms: the way to one's calendars."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from commonplace.communities.viewpoint import Viewpoint
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person


def of_mine(request: HttpRequest, *, person: Person) -> Mapping[str, Any]:
    """The way to one's devices; how many there are is told there, for this page has no query to spare."""
    return {}


def beside_gatherings(
    request: HttpRequest, *, viewpoint: Viewpoint, gathering: Gathering | None = None
) -> Mapping[str, Any] | None:
    """For members, the way to their calendars on their devices."""
    return {} if viewpoint.is_member else None
