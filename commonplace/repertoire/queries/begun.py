"""What somebody has begun to write about what is kept."""

from __future__ import annotations

from django.db.models import QuerySet

from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Draft


def drafts_at(viewpoint: Viewpoint, place: str) -> QuerySet[Draft]:
    """The viewer's drafts at a place, the last touched first."""
    found = Draft.objects.filter(person=viewpoint.person, community=viewpoint.community, place=place)
    return found.order_by("-changed_at", "-pk")
