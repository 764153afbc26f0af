"""What stands beside a list: the words its latest conversations are filed under."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import QuerySet

from commonplace.communities.models import Community, Topic
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.conversations.queries.lists import LATEST, Wanted, filed_under
from commonplace.people.models import Person
from commonplace.store.prepared import prepared

LOOKED_AT = 30
WORDS_SHOWN = 8

Filed: Any = Conversation.topics.through


def words_beside(viewpoint: Viewpoint, wanted: Wanted) -> list[tuple[str, str]]:
    """The words under which the latest of what the viewer may read here is filed most, by name, each after its slug;
    one query.

    Beside a topic those of its own conversations, without itself.
    """
    found = _filed(
        person=viewpoint.person,
        community=viewpoint.community,
        topic=wanted.topic,
        narrower=list(wanted.narrower) or None,
    )
    times = Counter(word for word in found if wanted.topic is None or word[0] != wanted.topic.slug)
    return sorted((word for word, _times in times.most_common(WORDS_SHOWN)), key=lambda word: word[1].casefold())


@prepared
def _filed(
    *, person: Person | None, community: Community, topic: Topic | None, narrower: list[int] | None
) -> QuerySet[Any]:
    readable = Conversation.objects.visible_to(person).filter(community=community)
    if topic is not None:
        readable = readable.filter(filed_under(topic, narrower or ()))
    latest = readable.order_by(*LATEST).values("pk")[:LOOKED_AT]
    found: QuerySet[Any] = Filed.objects.filter(conversation__in=latest)
    return found.order_by("topic__name", "pk").values_list("topic__slug", "topic__name")
