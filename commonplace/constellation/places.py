"""What the constellation shows on pages of rooms below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from commonplace.communities.viewpoint import Viewpoint
from commonplace.constellation.queries.host import looks_for_host
from commonplace.constellation.queries.relations import related_to
from commonplace.people.models import Person


def way_to_host(request: HttpRequest, *, person: Person) -> Mapping[str, Any] | None:
    """The way to the host's page, for whoever looks for the host."""
    return {} if looks_for_host(person) else None


def beside_about(request: HttpRequest, *, viewpoint: Viewpoint) -> Mapping[str, Any] | None:
    """Communities that this one names, for whoever may know of them; to members the way to more."""
    listed = [one for one in related_to(viewpoint, agreed_only=True) if one.is_known]
    return {"beside": listed} if listed or viewpoint.is_member else None
