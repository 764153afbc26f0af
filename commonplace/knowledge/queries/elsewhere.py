"""Who else in this house works on a topic: communities that file things under the same word, or one that means it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from commonplace.communities.models import Topic
from commonplace.conversations.models import Conversation
from commonplace.knowledge.queries.reading import Word
from commonplace.people.models import Person
from commonplace.ui.addresses import address

MOST = 6


@dataclass(frozen=True)
class Elsewhere:
    """A topic of another community, as it is called there."""

    community: str
    topic: str
    url: str


def elsewhere(person: Person | None, word: Word, *, community_id: int) -> Sequence[Elsewhere]:
    """Other communities in which something is filed under this word that `person` may read; one query."""
    filed = Conversation.objects.visible_to(person).filter(topics=OuterRef("meant"))
    rows = (
        Topic.every.filter(Q(slug__in=[word.slug, *word.led_from]) & ~Q(community=community_id))
        .annotate(meant=Coalesce("same_as_id", F("pk")))
        .filter(Exists(filed))
        .annotate(called=Coalesce("same_as__name", F("name")), at=Coalesce("same_as__slug", F("slug")))
        .order_by("community__name", "community_id", "called")
        .values_list("community__name", "community__slug", "called", "at")
        .distinct()[:MOST]
    )
    return [Elsewhere(community, called, address("topic", slug, at)) for community, slug, called, at in rows]
