"""What the constellation shows on pages of rooms below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from commonplace.constellation.queries.host import looks_for_host
from commonplace.people.models import Person


def way_to_host(request: HttpRequest, *, person: Person) -> Mapping[str, Any] | None:
    """The way to the host's page, for whoever looks for the host."""
    return {} if looks_for_host(person) else None
