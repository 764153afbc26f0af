"""What record shows on pages of lower rooms: the way to one's own, and what somebody shows to members."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from commonplace.communities.viewpoint import Viewpoint
from commonplace.people.models import Person
from commonplace.record.models import Line
from commonplace.record.queries.lines import told

SHOWN = 12


def about_me(request: HttpRequest, *, person: Person) -> Mapping[str, Any] | None:
    """On one's own page."""
    return {}


def of_person(request: HttpRequest, *, person: Person, viewpoint: Viewpoint) -> Mapping[str, Any] | None:
    """On somebody's page in a community: what they show there; one query where they show nothing."""
    if viewpoint.person is None:
        return None
    shown = Line.objects.visible_to(viewpoint.person).filter(
        person=person, community=viewpoint.community, shown_at__isnull=False
    )
    rows = list(shown.select_related("community").order_by("-happened_on", "pk")[:SHOWN])
    is_self = viewpoint.person.pk == person.pk
    inside = viewpoint.community.pk if viewpoint.is_member else None
    lines = [one for one in told(rows, of=person, to=viewpoint.person, inside=inside) if one.stands] if rows else []
    return {"lines": lines, "is_self": is_self} if lines else None


def beside_people(request: HttpRequest, *, viewpoint: Viewpoint) -> Mapping[str, Any] | None:
    """Beside the directory, for members."""
    return {} if viewpoint.is_member else None
