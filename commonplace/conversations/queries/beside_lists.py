"""What stands beside a list: the words its latest conversations are filed under, and whose "ask me" fits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import ExpressionWrapper, F, OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Length
from django.utils import timezone

from commonplace.communities.models import Community, Membership, Topic
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.conversations.queries.lists import LATEST, Wanted
from commonplace.people.models import Person
from commonplace.store.prepared import prepared

LOOKED_AT = 30
WORDS_SHOWN = 8
KNOWING_SHOWN = 3
# Shorter words of the vocabulary ("PE") are found within too many others.
LEAST_LETTERS = 4

Filed: Any = Conversation.topics.through


def words_beside(viewpoint: Viewpoint, wanted: Wanted) -> list[Topic]:
    """The words under which the latest of what the viewer may read here is filed most, by name; one query.

    Beside a topic those of its own conversations, without itself.
    """
    found = _filed(person=viewpoint.person, community=viewpoint.community, topic=wanted.topic)
    times = Counter(row.topic for row in found if row.topic != wanted.topic)
    return sorted((topic for topic, _times in times.most_common(WORDS_SHOWN)), key=lambda topic: topic.name.casefold())


@prepared
def _filed(*, person: Person | None, community: Community, topic: Topic | None) -> QuerySet[Any]:
    readable = Conversation.objects.visible_to(person).filter(community=community)
    if topic is not None:
        readable = readable.filter(topics=topic)
    latest = readable.order_by(*LATEST).values("pk")[:LOOKED_AT]
    found: QuerySet[Any] = Filed.objects.filter(conversation__in=latest).select_related("topic")
    return found.order_by("topic__name", "pk")


@dataclass(frozen=True)
class Knowing:
    """Someone who says what to ask them about, in a line that holds a word of the vocabulary."""

    byline: Byline
    ask_about: str
    word: str


def who_may_know(viewpoint: Viewpoint, wanted: Wanted, waiting: Sequence[Conversation]) -> list[Knowing]:
    """Whose "ask me" names the topic, or what one of those that wait is filed under; by name, and not who asked for no
    nudges. One query, for members alone, and none where nothing waits.
    """
    if not viewpoint.is_member or not (wanted.topic or waiting):
        return []
    filed = Filed.objects.annotate(letters=Length("topic__name")).filter(letters__gte=LEAST_LETTERS)
    if wanted.topic:
        filed = filed.filter(topic=wanted.topic)
    else:
        filed = filed.filter(conversation__in=[one.pk for one in waiting])
        filed = filed.exclude(conversation__author=OuterRef("person_id"))
    said = filed.annotate(said=ExpressionWrapper(OuterRef("person__ask_about"), output_field=TextField())).order_by(
        "pk"
    )
    rows: Any = (
        Membership.objects.current(timezone.now())
        .filter(community=viewpoint.community, person__claimed_at__isnull=False, person__ask_about__gt="")
        .exclude(pace=Membership.Pace.FOLLOW)
        .annotate(word=Subquery(said.filter(said__icontains=F("topic__name")).values("topic__name")[:1]))
        .filter(word__isnull=False)
        .select_related("person")
        .order_by("person__name", "pk")[:LOOKED_AT]
    )
    knowing = [
        Knowing(viewpoint.byline_for(row.person), row.person.ask_about, row.word)
        for row in rows
        if _begins_a_word(row.word, row.person.ask_about)
    ]
    return knowing[:KNOWING_SHOWN]


def _begins_a_word(word: str, text: str) -> bool:
    """Whether `word` stands in the text, or what is made from it ("logger" in "loggers"), not within another."""
    return re.search(rf"\b{re.escape(word)}", text, re.IGNORECASE) is not None
