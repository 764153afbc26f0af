"""What stories show on pages of lower rooms: the way to one’s own narrative."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from commonplace.people.models import Person
from commonplace.stories.models import NarrativePart


def about_me(request: HttpRequest, *, person: Person) -> Mapping[str, Any] | None:
    """On one’s own page."""
    return {"begun": NarrativePart.objects.filter(person=person).exists()}
