"""What web shows on pages of lower rooms: for stewards, the way to take a name out."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from commonplace.communities.viewpoint import Viewpoint
from commonplace.people.models import Person
from commonplace.web.earlier import may_settle


def taking_out(request: HttpRequest, *, person: Person, viewpoint: Viewpoint) -> Mapping[str, Any] | None:
    """For whoever tends every community where a name of an archive stands."""
    if person.is_claimed or viewpoint.person is None or not viewpoint.is_steward:
        return None
    if not may_settle(viewpoint.person, person):
        return None
    return {"of": person, "community": viewpoint.community}
