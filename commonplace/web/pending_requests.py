"""Where someone has asked to come in and waits: which community, since when, and who reads it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from commonplace.communities.models import JoinRequest, Membership
from commonplace.communities.standing import Standing
from commonplace.communities.viewpoint import Viewpoint
from commonplace.people.models import Person
from commonplace.store.prepared import prepared

MOST = 20


@dataclass(frozen=True)
class Asked:
    """A question that is not answered yet, and the names of those who read it."""

    request: JoinRequest
    names: tuple[str, ...]


def asked_by(person: Person) -> list[Asked]:
    """What this person has asked at doors and waits for, the longest first; one query, two for who waits.

    Whoever waits for the stewards' answer learns who they are, as on the page at the door.
    """
    requests = list(_requests(person=person))
    if not requests:
        return []
    tending = Membership.objects.filter(community__in=[one.community_id for one in requests], standing=Standing.STEWARD)
    names: dict[int, list[str]] = {}
    for row in tending.select_related("person", "community").order_by("joined_at", "pk"):
        byline = Viewpoint(person, row.community, None).byline_for(row.person)
        names.setdefault(row.community_id, []).append(byline.name)
    return [Asked(one, tuple(names.get(one.community_id, ()))) for one in requests]


@prepared
def _requests(*, person: Person) -> QuerySet[JoinRequest]:
    asked = JoinRequest.objects.filter(person=person, answered_at__isnull=True)
    return asked.select_related("community").order_by("at", "pk")[:MOST]
