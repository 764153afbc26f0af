"""What weaving shows on pages of lower rooms: the way to what stewards noted, for stewards and for whom it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.people.models import Person
from commonplace.weaving.models import ContactNote
from commonplace.weaving.queries.introductions import MODULE


def about_person(request: HttpRequest, *, viewpoint: Viewpoint, person: Person) -> Mapping[str, Any] | None:
    """Beside somebody's page, for stewards."""
    if not viewpoint.is_steward or not person.is_claimed or person == viewpoint.person:
        return None
    return {}


def could_meet(request: HttpRequest, *, viewpoint: Viewpoint, person: Person) -> Mapping[str, Any] | None:
    """Beside somebody's page, for members: the way to say whom they should meet."""
    is_off = not is_on(viewpoint.community, MODULE)
    if is_off or not viewpoint.is_member or not person.is_claimed or person == viewpoint.person:
        return None
    return {}


def about_me(request: HttpRequest, *, person: Person) -> Mapping[str, Any] | None:
    """On one's own page, where something is noted."""
    return {} if ContactNote.objects.visible_to(person).filter(person=person).exists() else None
