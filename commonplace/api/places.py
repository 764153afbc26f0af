"""What the API shows on pages of lower rooms: the way to one's tokens."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from commonplace.people.models import Person


def tokens(request: HttpRequest, *, person: Person) -> Mapping[str, Any]:
    """The way to one's own tokens."""
    return {}
