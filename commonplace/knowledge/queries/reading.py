"""What is asked, answered, kept and known on each topic of a community, within the year that ends now.

Only what everybody inside may read is counted: nothing of a group, nothing that is held, nothing said in confidence. So
the map is the same for whoever may open it, and tells nobody of what they may not see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import (
    Count,
    DateTimeField,
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
from commonplace.communities.modules import is_on
from commonplace.conversations.kinds import AWAITING
from commonplace.conversations.models import Conversation, Post
from commonplace.conversations.models.post import PostQuerySet
from commonplace.knowledge.figures import Figures, Showed, Waits
from commonplace.knowledge.gaps import STALE_AFTER_DAYS, Gap, gaps
from commonplace.knowledge.models import Pointing
from commonplace.knowledge.queries.declared import Spellings, by_topic
from commonplace.repertoire.kinds import Kind
from commonplace.repertoire.models import Resource
from commonplace.repertoire.places import MODULE as REPERTOIRE

YEAR: Final = timedelta(days=365)
_TALKED, _ANSWERED, _KEPT, _WELCOME = range(4)
_FILED, _SHELVED = Conversation.topics.through, Resource.topics.through


@dataclass(frozen=True)
class Word:
    """A word of the vocabulary as the map names it: what else it is called, those words' addresses, and what lies right
    above it.
    """

    topic: int
    name: str
    slug: str
    broader: int | None
    synonyms: Sequence[str] = ()
    led_from: Sequence[str] = ()


@dataclass(frozen=True)
class Member:
    """Somebody who is here, with what a byline shows; names of an archive, and who only follows, may not be named as
    knowing anything.
    """

    name: str
    about: str
    photo_id: int | None
    is_claimed: bool
    may_be_named: bool


@dataclass(frozen=True)
class Reading:
    """A community's knowledge: its words in use, the figures of those that everybody inside may know of, and who is
    here.
    """

    words: Mapping[int, Word]
    topics: Mapping[int, Figures]
    people: Mapping[int, Member]

    def at(self, slug: str) -> Word | None:
        """The word at an address, or the one that it leads to, where everybody inside may know of it."""
        words = (word for pk, word in self.words.items() if pk in self.topics)
        return next((word for word in words if slug == word.slug or slug in word.led_from), None)


def read(community: Community, *, now: datetime) -> Reading:
    """The knowledge of a community; three queries, however much there is."""
    words = _words(community)
    people, said, learns = _people(community, words, now)
    return Reading(words, _figures(_counted(community, now), words, people, said, learns), people)


def lacking(community: Community, *, now: datetime) -> Sequence[Gap]:
    """The gaps of a community, but for those that depend on what people say of themselves; one query."""
    told = list(_counted(community, now))
    words = {topic: Word(topic, name, slug, None) for _kind, topic, name, slug, *_ in told if topic is not None}
    return gaps(_figures(told, words, {}, {}, {}).values())


def _figures(
    told: Iterable[Any],
    words: Mapping[int, Word],
    people: Mapping[int, Member],
    said: Mapping[int, frozenset[int]],
    learns: Mapping[int, frozenset[int]],
) -> Mapping[int, Figures]:
    """The figures of each word under which everybody inside may read something."""
    rows: dict[int, list[Any]] = {kind: [] for kind in (_TALKED, _ANSWERED, _KEPT, _WELCOME)}
    for kind, topic, _name, _slug, *counted in told:
        if topic in words:
            rows[kind].append((topic, *counted))
    showed: dict[int, dict[int, Showed]] = defaultdict(dict)
    answerers: dict[int, set[int]] = defaultdict(set)
    welcome: dict[int, set[int]] = defaultdict(set)
    for topic, person, answered, helped, *_ in rows[_ANSWERED]:
        if answered:
            answerers[topic].add(person)
        if person in people and helped:
            showed[topic][person] = Showed(helped)
    shelves: dict[int, _Shelf] = defaultdict(_Shelf)
    for topic, person, number, old, cases, _, newest, oldest in rows[_KEPT]:
        shelves[topic].put(number, old, newest, oldest)
        if person in people:
            before = showed[topic].get(person, Showed())
            showed[topic][person] = Showed(before.helped, number, cases)
    for topic, person, *_ in rows[_WELCOME]:
        if person in people and people[person].may_be_named:
            welcome[topic].add(person)
    talked = {topic: numbers for topic, _person, *numbers in rows[_TALKED]}
    found = {}
    for pk, word in words.items():
        total, asked, answered, settled, *_ = talked.get(pk, (0, 0, 0, 0))
        found[pk] = Figures(
            pk,
            word.name,
            word.slug,
            talked=total,
            asked=asked,
            answered=answered,
            settled=settled,
            answerers=frozenset(answerers[pk]),
            kept=shelves[pk].kept,
            stale=shelves[pk].stale,
            newest_at=shelves[pk].newest_at,
            oldest_at=shelves[pk].oldest_at,
            declared=said.get(pk, frozenset()),
            showed=showed[pk],
            welcome=frozenset(welcome[pk]),
            learning=learns.get(pk, frozenset()),
        )
    return {pk: one for pk, one in found.items() if one.is_met}


@dataclass
class _Shelf:
    """What is kept under one topic, put together from what each keeps."""

    kept: int = 0
    stale: int = 0
    newest_at: datetime | None = None
    oldest_at: datetime | None = None

    def put(self, kept: int, stale: int, newest_at: datetime, oldest_at: datetime) -> None:
        self.kept += kept
        self.stale += stale
        self.newest_at = max(self.newest_at or newest_at, newest_at)
        self.oldest_at = min(self.oldest_at or oldest_at, oldest_at)


def _words(community: Community) -> Mapping[int, Word]:
    rows = Topic.every.filter(community=community).order_by("name", "pk")
    told = list(rows.values_list("pk", "name", "slug", "same_as_id", "broader_id"))
    synonyms: dict[int, list[str]] = defaultdict(list)
    led_from: dict[int, list[str]] = defaultdict(list)
    for _pk, name, slug, same_as, _broader in told:
        if same_as is not None:
            synonyms[same_as].append(name)
            led_from[same_as].append(slug)
    return {
        pk: Word(pk, name, slug, broader, synonyms.get(pk, ()), led_from.get(pk, ()))
        for pk, name, slug, same_as, broader in told
        if same_as is None
    }


def _people(
    community: Community, words: Mapping[int, Word], now: datetime
) -> tuple[Mapping[int, Member], Mapping[int, frozenset[int]], Mapping[int, frozenset[int]]]:
    """Who is here; who speaks of which topics, and who learns about them, of those who may be named."""
    spellings = Spellings((pk, name) for pk, one in words.items() for name in (one.name, *one.synonyms))
    rows = Membership.objects.current(now).filter(community=community).order_by()
    here: dict[int, Member] = {}
    said, learns = {}, {}
    columns = ("name", "craft", "photo", "claimed_at", "ask_about", "learning_about")
    told = rows.values_list("person_id", "pace", *(f"person__{column}" for column in columns))
    for pk, pace, name, craft, photo, claimed_at, ask_about, learning_about in told:
        may_be_named = claimed_at is not None and pace != Membership.Pace.FOLLOW
        here[pk] = Member(name, craft, photo, claimed_at is not None, may_be_named)
        if may_be_named:
            said[pk] = spellings.spoken_of(ask_about) if ask_about else ()
            learns[pk] = spellings.spoken_of(learning_about) if learning_about else ()
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
    """What is kept and in use, under its topics, as everybody inside may see it; nothing while the module is off."""
    held = access.is_not_held(
        None,
        kind="resource",
        object_id="resource_id",
        author="resource__kept_by_id",
        community="resource__community_id",
    )
    if not is_on(community, REPERTOIRE):
        return _SHELVED.objects.none()
    return _SHELVED.objects.filter(
        _inside("resource__space__"),
        held,
        resource__community=community,
        resource__retirement=None,
        resource__supersession=None,
    )


def answers_inside(community: Community, since: datetime, until: datetime) -> PostQuerySet:
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
    """Rows of four kinds: kind, topic with its name and address, person, four numbers and two moments."""
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
        "topic",
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
        "topic",
        "resource__kept_by_id",
        Count("pk"),
        Count("pk", filter=old),
        Count("pk", filter=Q(resource__kind=Kind.CASE)),
        moments=(Max("resource__changed_at"), Min("resource__changed_at")),
    )
    welcome = _grouped(
        Pointing.objects.filter(topic__community=community, is_welcome=True), _WELCOME, "topic", "person_id"
    )
    # The first says of which type each column is.
    return kept.union(talked, answers, welcome, all=True)


def _grouped(
    found: QuerySet[Any],
    kind: int,
    topic: str,
    person: str | None,
    *numbers: Count,
    moments: tuple[Max, Min] | None = None,
) -> QuerySet[Any, Any]:
    """Rows by topic and person, with up to four numbers and two moments."""
    said = [*numbers, *[Value(0, output_field=IntegerField())] * (4 - len(numbers))]
    dated = moments or [Value(None, output_field=DateTimeField())] * 2
    whose = F(person) if person else Value(None, output_field=IntegerField())
    rows: QuerySet[Any, Any] = (
        found.order_by()
        .annotate(k_topic=F(topic), k_name=F(f"{topic}__name"), k_slug=F(f"{topic}__slug"), k_person=whose)
        .values("k_topic", "k_name", "k_slug", "k_person")
        .annotate(k_kind=Value(kind, output_field=IntegerField()), **dict(zip("abcdef", [*said, *dated], strict=True)))
        .values_list("k_kind", "k_topic", "k_name", "k_slug", "k_person", *"abcdef")
    )
    return rows


def waits(community: Community, *, now: datetime, topic: int | None = None) -> Mapping[int, Waits]:
    """How long the questions of each topic, or of one, waited within the year; one query."""
    within = {"conversation__opened_at__gt": now - YEAR, "conversation__opened_at__lte": now}
    only = {} if topic is None else {"topic": topic}
    asked = filed_inside(community).filter(conversation__kind__in=AWAITING, **within, **only)
    answers = _middles(asked, "conversation__first_reply_at", _ANSWERED)
    settles = _middles(asked, "conversation__settlement__at", _TALKED)
    found: dict[tuple[int, int], list[float]] = defaultdict(list)
    for kind, pk, wait in answers.union(settles, all=True):
        found[pk, kind].append(wait.total_seconds() / 3600)
    middle = {key: sum(hours) / len(hours) for key, hours in found.items()}
    return {pk: Waits(middle.get((pk, _ANSWERED)), middle.get((pk, _TALKED))) for pk, _kind in middle}


def _middles(asked: QuerySet[Any], moment: str, kind: int) -> QuerySet[Any, Any]:
    """For each topic the time from an opening to a moment in the middle of all that have one: of an odd number one,
    of an even number two.
    """
    waits = ExpressionWrapper(F(moment) - F("conversation__opened_at"), output_field=DurationField())
    rows = asked.filter(**{f"{moment}__isnull": False}).order_by().annotate(waits=waits)
    placed = rows.annotate(
        k_kind=Value(kind, output_field=IntegerField()),
        place=Window(RowNumber(), partition_by=[F("topic_id")], order_by=["waits", "pk"]),
        of=Window(Count("pk"), partition_by=[F("topic_id")]),
    )
    inner: QuerySet[Any, Any] = placed.filter(of__gte=F("place") * 2 - 2, of__lte=F("place") * 2)
    return inner.values_list("k_kind", "topic_id", "waits")
