"""Openings that nobody has answered yet: asked once for a page, by the page and by the navigation beside it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import HttpRequest

from commonplace.communities.models import Community
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.conversations.models.conversation import ConversationQuerySet
from commonplace.people.models import Person
from commonplace.store.prepared import prepared

# More than these are not counted: what matters is that there are many.
MOST = 30


def unanswered_in(request: HttpRequest, viewpoint: Viewpoint) -> Sequence[Conversation]:
    """Up to 31 unanswered openings of the community with their authors, the latest first; one query for a page."""
    found = _faces(person=viewpoint.person, community=viewpoint.community)
    request.unanswered_count = len(found)  # type: ignore[attr-defined]
    return found


def unanswered_count(request: HttpRequest, viewpoint: Viewpoint) -> int:
    """How many wait, 31 for more than 30; no query where the page has asked."""
    number: int | None = getattr(request, "unanswered_count", None)
    if number is None:
        number = len(_keys(person=viewpoint.person, community=viewpoint.community))
    return number


def _unanswered(person: Person | None, community: Community) -> ConversationQuerySet:
    return Conversation.objects.visible_to(person).unanswered().filter(community=community)


@prepared
def _faces(*, person: Person | None, community: Community) -> QuerySet[Conversation]:
    return _unanswered(person, community).with_faces().order_by("-opened_at", "-pk")[: MOST + 1]


@prepared
def _keys(*, person: Person | None, community: Community) -> QuerySet[Conversation, tuple[int]]:
    return _unanswered(person, community).values_list("pk")[: MOST + 1]
