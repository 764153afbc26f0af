"""What is asked, answered, kept and known on each topic of a community, within the year that ends now.

Only what everybody inside may read is counted: nothing of a group, nothing that is held, nothing said in confidence. So
the map is the same for whoever may open it, and tells nobody of what they may not see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import (
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    Max,
    Min,
    Q,
    QuerySet,
    Value,
    Window,
)
from django.db.models.functions import RowNumber
from django.utils import timezone

from commonplace.communities import access
from commonplace.communities.doors import Confidence
from commonplace.communities.models import Community, Membership, Topic
from commonplace.conversations.kinds import AWAITING
from commonplace.conversations.models import Conversation, Post
from commonplace.knowledge.figures import Figures, Showed, Times
from commonplace.knowledge.gaps import STALE_AFTER_DAYS
from commonplace.knowledge.models import Pointing
from commonplace.knowledge.queries.declared import Spellings, by_topic
from commonplace.repertoire.kinds import Kind
from commonplace.repertoire.models import Resource

YEAR: Final = timedelta(days=365)
_TALKED, _ANSWERED, _KEPT, _WELCOME = range(4)
_FILED, _SHELVED = Conversation.topics.through, Resource.topics.through


@dataclass(frozen=True)
class Word:
    """A word of the vocabulary as the map names it: what else it is called, and right above which it lies."""

    topic: int
    name: str
    slug: str
    broader: int | None
    synonyms: Sequence[str] = ()


@dataclass(frozen=True)
class Reading:
    """A community's knowledge: its words in use, and the figures of those that everybody inside may know of."""

    words: Mapping[int, Word]
    topics: Mapping[int, Figures]


def read(community: Community, *, now: datetime) -> Reading:
    """The knowledge of a community; three queries, however much there is."""
    words = _words(community)
    rows: list[list[tuple[int, int | None, int, int, int, int]]] = [[], [], [], []]
    for kind, topic, person, *numbers in _counted(community, now):
        if topic in words:
            rows[kind].append((topic, person, *numbers))
    people, said, learns = _people(community, words, now)
    showed: dict[int, dict[int, Showed]] = defaultdict(dict)
    answerers, welcome = defaultdict(set), defaultdict(set)
    for topic, person, answered, helped, *_ in rows[_ANSWERED]:
        if person is not None and answered:
            answerers[topic].add(person)
        if person is not None and person in people and helped:
            showed[topic][person] = Showed(helped)
    kept: dict[int, int] = defaultdict(int)
    stale: dict[int, int] = defaultdict(int)
    for topic, person, number, old, cases, _ in rows[_KEPT]:
        kept[topic] += number
        stale[topic] += old
        if person is not None and person in people:
            before = showed[topic].get(person, Showed())
            showed[topic][person] = Showed(before.helped, number, cases)
    for topic, person, *_ in rows[_WELCOME]:
        if person is not None and people.get(person):
            welcome[topic].add(person)
    talked = {topic: numbers for topic, _person, *numbers in rows[_TALKED]}
    found = {}
    for pk, word in words.items():
        total, asked, answered, settled = talked.get(pk, (0, 0, 0, 0))
        found[pk] = Figures(
            pk,
            word.name,
            word.slug,
            talked=total,
            asked=asked,
            answered=answered,
            settled=settled,
            answerers=frozenset(answerers[pk]),
            kept=kept[pk],
            stale=stale[pk],
            declared=said.get(pk, frozenset()),
            showed=showed[pk],
            welcome=frozenset(welcome[pk]),
            learning=learns.get(pk, frozenset()),
        )
    return Reading(words, {pk: one for pk, one in found.items() if one.is_met})


def _words(community: Community) -> Mapping[int, Word]:
    rows = Topic.every.filter(community=community).order_by("name", "pk")
    told = list(rows.values_list("pk", "name", "slug", "same_as_id", "broader_id"))
    synonyms: dict[int, list[str]] = defaultdict(list)
    for _pk, name, _slug, same_as, _broader in told:
        if same_as is not None:
            synonyms[same_as].append(name)
    return {
        pk: Word(pk, name, slug, broader, synonyms.get(pk, ()))
        for pk, name, slug, same_as, broader in told
        if same_as is None
    }


def _people(
    community: Community, words: Mapping[int, Word], now: datetime
) -> tuple[Mapping[int, bool], Mapping[int, frozenset[int]], Mapping[int, frozenset[int]]]:
    """Who is here, and whether they may be named to others; who speaks of which topics, and who learns about them."""
    spellings = Spellings((pk, name) for pk, one in words.items() for name in (one.name, *one.synonyms))
    rows = Membership.objects.current(now).filter(community=community).order_by()
    here: dict[int, bool] = {}
    said, learns = {}, {}
    told = rows.values_list("person_id", "person__claimed_at", "pace", "person__ask_about", "person__learning_about")
    for person, claimed_at, pace, ask_about, learning_about in told:
        here[person] = claimed_at is not None and pace != Membership.Pace.FOLLOW
        if here[person]:
            said[person] = spellings.spoken_of(ask_about) if ask_about else ()
            learns[person] = spellings.spoken_of(learning_about) if learning_about else ()
    return here, by_topic(said), by_topic(learns)


def _inside(space: str) -> Q:
    """Rows whose space everybody inside may read, and in which nothing is said in confidence."""
    return access.space_is_visible_inside(space) & Q(**{f"{space}confidence": Confidence.ORDINARY})


def filed_inside(community: Community) -> QuerySet[Any]:
    """Conversations under their topics, as everybody inside may read them."""
    held = access.is_not_held(
        None,
        kind="conversation",
        object_id="conversation_id",
        author="conversation__author_id",
        community="conversation__community_id",
    )
    return _FILED.objects.filter(
        _inside("conversation__space__"),
        held,
        conversation__community=community,
        conversation__merged_into__isnull=True,
        conversation__post_count__gt=0,
        conversation__is_automatic=False,
    )


def kept_inside(community: Community) -> QuerySet[Any]:
    """What is kept and in use, under its topics, as everybody inside may see it."""
    held = access.is_not_held(
        None,
        kind="resource",
        object_id="resource_id",
        author="resource__kept_by_id",
        community="resource__community_id",
    )
    return _SHELVED.objects.filter(
        _inside("resource__space__"),
        held,
        resource__community=community,
        resource__retirement=None,
        resource__supersession=None,
    )


def answers_inside(community: Community, since: datetime, until: datetime) -> QuerySet[Post]:
    """Answers of that time to what others said, as everybody inside may read them."""
    return (
        Post.objects.not_kept_back_from(None)
        .filter(
            _inside("conversation__space__"),
            access.is_not_held(
                None,
                kind="conversation",
                object_id="conversation_id",
                author="conversation__author_id",
                community="conversation__community_id",
            ),
            conversation__community=community,
            conversation__merged_into__isnull=True,
            number__gt=1,
            is_automatic=False,
            author__isnull=False,
            written_at__gt=since,
            written_at__lte=until,
        )
        .exclude(conversation__author=F("author"))
    )


HELPS: Final = Q(thanks_count__gt=0) | Q(conversation__settlement__post=F("pk"))


def _counted(community: Community, now: datetime) -> QuerySet[Any, Any]:
    """Rows of four kinds: kind, topic, person, and four numbers."""
    since = now - YEAR
    asked = Q(conversation__kind__in=AWAITING, conversation__opened_at__gt=since, conversation__opened_at__lte=now)
    settled = Q(conversation__settlement__isnull=False)
    old = Q(resource__review_on__lt=timezone.localdate(now)) | Q(
        resource__review_on=None, resource__changed_at__lt=now - timedelta(days=STALE_AFTER_DAYS)
    )
    answered = Q(conversation__first_reply_at__isnull=False) | settled
    talked = _grouped(
        filed_inside(community),
        _TALKED,
        "topic_id",
        None,
        Count("pk"),
        Count("pk", filter=asked),
        Count("pk", filter=asked & answered),
        Count("pk", filter=asked & settled),
    )
    answers = _grouped(
        answers_inside(community, since, now),
        _ANSWERED,
        "conversation__topics",
        "author_id",
        Count("conversation", filter=asked, distinct=True),
        Count("pk", filter=HELPS),
    )
    kept = _grouped(
        kept_inside(community),
        _KEPT,
        "topic_id",
        "resource__kept_by_id",
        Count("pk"),
        Count("pk", filter=old),
        Count("pk", filter=Q(resource__kind=Kind.CASE)),
    )
    welcome = _grouped(
        Pointing.objects.filter(topic__community=community, is_welcome=True), _WELCOME, "topic_id", "person_id"
    )
    return talked.union(answers, kept, welcome, all=True)


def _grouped(found: QuerySet[Any], kind: int, topic: str, person: str | None, *numbers: Count) -> QuerySet[Any, Any]:
    """Rows by topic and person, with up to four numbers."""
    said = [*numbers, *[Value(0, output_field=IntegerField())] * (4 - len(numbers))]
    whose = F(person) if person else Value(None, output_field=IntegerField())
    rows: QuerySet[Any, Any] = (
        found.order_by()
        .annotate(k_topic=F(topic), k_person=whose)
        .values("k_topic", "k_person")
        .annotate(k_kind=Value(kind, output_field=IntegerField()), **dict(zip("abcd", said, strict=True)))
        .values_list("k_kind", "k_topic", "k_person", "a", "b", "c", "d")
    )
    return rows


def times(community: Community, *, now: datetime) -> Mapping[int, Times]:
    """How long questions of each topic waited within the year, and how old what is kept is; three queries."""
    within = {"conversation__opened_at__gt": now - YEAR, "conversation__opened_at__lte": now}
    asked = filed_inside(community).filter(conversation__kind__in=AWAITING, **within)
    answers = _middles(asked, "conversation__first_reply_at")
    settles = _middles(asked, "conversation__settlement__at")
    rows = kept_inside(community).order_by().values("topic_id")
    dated = rows.annotate(newest=Max("resource__changed_at"), oldest=Min("resource__changed_at"))
    ages = {
        topic: (timezone.localdate(newest), timezone.localdate(oldest))
        for topic, newest, oldest in dated.values_list("topic_id", "newest", "oldest")
    }
    return {
        topic: Times(answers.get(topic), settles.get(topic), *ages.get(topic, (None, None)))
        for topic in {*answers, *settles, *ages}
    }


def _middles(asked: QuerySet[Any], moment: str) -> Mapping[int, float]:
    """For each topic the median of the hours from an opening to a moment, of those that have one."""
    waits = ExpressionWrapper(F(moment) - F("conversation__opened_at"), output_field=DurationField())
    rows = asked.filter(**{f"{moment}__isnull": False}).order_by().annotate(waits=waits)
    placed = rows.annotate(
        place=Window(RowNumber(), partition_by=[F("topic_id")], order_by=["waits", "pk"]),
        of=Window(Count("pk"), partition_by=[F("topic_id")]),
    )
    # Of an odd number the one in the middle, of an even one the two.
    inner = placed.filter(of__gte=F("place") * 2 - 2, of__lte=F("place") * 2)
    found: dict[int, list[float]] = defaultdict(list)
    for topic, wait in inner.values_list("topic_id", "waits"):
        found[topic].append(wait.total_seconds() / 3600)
    return {topic: sum(hours) / len(hours) for topic, hours in found.items()}
