"""The words of a community's vocabulary, as far as a reader may see what is filed under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from commonplace.communities.models import Community, Topic
from commonplace.communities.topics.queries import place_of, synonyms_of
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.kinds import AWAITING
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person
from commonplace.store.prepared import prepared

NEAR = 60  # narrower topics that the page of a topic names
OFFERED = 100  # while one files; more are on the page of all topics


def topics_seen(person: Person | None) -> QuerySet[Topic]:
    """Topics under which something is filed that `person` may read: a word can tell what is talked about elsewhere."""
    filed = Conversation.objects.visible_to(person).filter(topics=OuterRef("pk"))
    return Topic.objects.filter(Exists(filed))


@dataclass(frozen=True)
class Word:
    """A topic in a list of them: how much the viewer may read under it, and what else it is called."""

    topic: Topic
    filed: int
    synonyms: Sequence[str] = ()
    broader: str = ""


def words_of(topics: Sequence[Topic], viewpoint: Viewpoint) -> list[Word]:
    """These topics with what there is to say of them; two queries, and one where any has a broader one."""
    keys = [topic.pk for topic in topics]
    filed: QuerySet[Any] = Conversation.topics.through.objects.filter(
        topic__in=keys, conversation__in=Conversation.objects.visible_to(viewpoint.person).values("pk")
    )
    counts = dict(filed.order_by().values("topic").annotate(Count("pk")).values_list("topic", "pk__count"))
    synonyms = synonyms_of(keys)
    above = {topic.broader_id for topic in topics if topic.broader_id}
    names = dict(topics_known(viewpoint).filter(pk__in=above).values_list("pk", "name")) if above else {}
    return [
        Word(topic, counts.get(topic.pk, 0), synonyms.get(topic.pk, ()), names.get(topic.broader_id or 0, ""))
        for topic in topics
    ]


@dataclass(frozen=True)
class Lies:
    """A topic where it lies in the vocabulary: what else it is called, what the viewer knows above and below it, and
    how much they may read under it and under what is narrower (`all`, `asked`, `settled`, `waiting`).
    """

    topic: Topic
    within: Sequence[int]
    synonyms: Sequence[str]
    broader: Topic | None
    narrower: Sequence[Topic]
    counts: Mapping[str, int]


def lies(viewpoint: Viewpoint, slug: str) -> Lies | None:
    """The topic at an address, or that it leads to since it was renamed or merged, as far as the viewer may know of it:
    stewards of any, others of those under which they may read something. Two queries.
    """
    place = place_of(viewpoint.community, slug)
    if place is None:
        return None
    near = {place.topic, place.broader or place.topic, *place.narrower[:NEAR]}
    rows = topics_known(viewpoint).filter(pk__in=near).annotate(counts=_counted(viewpoint, place.within))
    known = {one.pk: one for one in rows.order_by("name", "pk")}
    topic = known.get(place.topic)
    if topic is None:
        return None
    return Lies(
        topic,
        place.within,
        place.synonyms,
        known.get(place.broader or 0),
        [one for one in known.values() if one.broader_id == topic.pk],
        getattr(topic, "counts", None) or dict.fromkeys(COUNTED, 0),
    )


COUNTED = ("all", "asked", "settled", "waiting")


def _counted(viewpoint: Viewpoint, topics: Sequence[int]) -> Subquery:
    """What may be read under any of these, counted once for all rows: it depends on none of them."""
    filed = Conversation.topics.through.objects.filter(topic__in=topics).values("conversation")
    found = Conversation.objects.visible_to(viewpoint.person).filter(pk__in=filed).order_by().values("community")
    is_asked = Q(kind__in=AWAITING)
    told = JSONObject(
        all=Count("pk"),
        asked=Count("pk", filter=is_asked),
        settled=Count("pk", filter=is_asked & Q(settlement__isnull=False)),
        waiting=Count("pk", filter=is_asked & Q(first_reply_at=None)),
    )
    return Subquery(found.annotate(told=told).values("told"), output_field=JSONField())


def topics_known(viewpoint: Viewpoint) -> QuerySet[Topic]:
    """The topics that the viewer may know of: to stewards all, to others those under which they may read something."""
    known = Topic.objects.all() if viewpoint.is_steward else topics_seen(viewpoint.person)
    return known.filter(community=viewpoint.community)


def names_to_offer(viewpoint: Viewpoint) -> list[str]:
    """Names of topics that the viewer is offered while filing something here, in their order."""
    return [name for (name,) in _to_offer(person=viewpoint.person, community=viewpoint.community)]


@prepared
def _to_offer(*, person: Person | None, community: Community) -> QuerySet[Topic, tuple[str]]:
    return topics_seen(person).filter(community=community).order_by("name", "pk").values_list("name")[:OFFERED]
