"""Who looked at what is told to sponsors, as all members may read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from commonplace.communities.looks.queries import Seen, seen_by
from commonplace.communities.models import Community, Look, Looked
from commonplace.communities.viewpoint import beyond_byline
from commonplace.people.models import Person

MOST = 8


def looks_of_sponsors(person: Person, community: Community) -> list[Seen]:
    """The latest looks of sponsors, the latest first; one query."""
    looks = Look.objects.filter(community=community, person=None, what=Looked.SPONSORS_PAGE)
    looks = looks.select_related("community", "by").defer(*beyond_byline("by")).order_by("-on", "-pk")
    return seen_by(person, looks[:MOST])


def looked_today(looks: Iterable[Seen], person: Person, *, now: datetime) -> bool:
    """Whether one of these is today’s look of a person."""
    return any(one.look.by_id == person.pk and one.look.on == timezone.localdate(now) for one in looks)
