"""Openings that nobody has answered yet."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from commonplace.communities.models import Community
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.conversations.models.conversation import ConversationQuerySet
from commonplace.people.models import Person
from commonplace.store.prepared import prepared

# More than these are not counted: what matters is that there are many.
MOST = 30


def unanswered_in(viewpoint: Viewpoint) -> Sequence[Conversation]:
    """Up to 31 unanswered openings of the community with their authors, the latest first."""
    return _faces(person=viewpoint.person, community=viewpoint.community)


def unanswered_count(viewpoint: Viewpoint) -> int:
    """How many wait, 31 for more than 30."""
    return len(_keys(person=viewpoint.person, community=viewpoint.community))


def _unanswered(person: Person | None, community: Community) -> ConversationQuerySet:
    return Conversation.objects.visible_to(person).unanswered().filter(community=community)


@prepared
def _faces(*, person: Person | None, community: Community) -> QuerySet[Conversation]:
    return _unanswered(person, community).with_faces().order_by("-opened_at", "-pk")[: MOST + 1]


@prepared
def _keys(*, person: Person | None, community: Community) -> QuerySet[Conversation, tuple[int]]:
    return _unanswered(person, community).values_list("pk")[: MOST + 1]
