"""The words of a community's vocabulary, as far as a reader may see what is filed under them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from commonplace.communities.models import Community, Topic
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person
from commonplace.store.prepared import prepared

OFFERED = 100  # while one files; more are on the page of all topics


def topics_seen(person: Person | None) -> QuerySet[Topic]:
    """Topics under which something is filed that `person` may read: a word can tell what is talked about elsewhere."""
    filed = Conversation.objects.visible_to(person).filter(topics=OuterRef("pk"))
    return Topic.objects.filter(Exists(filed))


def names_to_offer(viewpoint: Viewpoint) -> list[str]:
    """Names of topics that the viewer is offered while filing something here, in their order."""
    return [name for (name,) in _to_offer(person=viewpoint.person, community=viewpoint.community)]


@prepared
def _to_offer(*, person: Person | None, community: Community) -> QuerySet[Topic, tuple[str]]:
    return topics_seen(person).filter(community=community).order_by("name", "pk").values_list("name")[:OFFERED]
