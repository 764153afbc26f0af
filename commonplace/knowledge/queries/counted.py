"""What stands under the topics of a community as everybody inside may read it, counted in whole by the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import (
    BigIntegerField,
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
    TextField,
    Value,
    Window,
)
from django.db.models.functions import Cast, RowNumber
from django.utils import timezone

from commonplace.communities import access
from commonplace.communities.doors import Confidence
from commonplace.communities.models import Community
from commonplace.communities.modules import is_on
from commonplace.conversations.kinds import AWAITING
from commonplace.conversations.models import Conversation, Post
from commonplace.conversations.models.post import PostQuerySet
from commonplace.knowledge.figures import Waits
from commonplace.knowledge.gaps import STALE_AFTER_DAYS
from commonplace.knowledge.models import Pointing, SetAside
from commonplace.repertoire.kinds import Kind
from commonplace.repertoire.models import Resource
from commonplace.repertoire.places import MODULE as REPERTOIRE

YEAR: Final = timedelta(days=365)
TALKED, ANSWERED, HELPED, KEPT, WELCOME, ASIDE = range(6)
_NAMELESS: Final = (Value("", output_field=TextField()), Value("", output_field=TextField()))
_FILED, _SHELVED = Conversation.topics.through, Resource.topics.through


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
            # So that no post is looked at of what ended before.
            conversation__last_post_at__gt=since,
        )
        .exclude(conversation__author=F("author"))
    )


HELPS: Final = Q(thanks_count__gt=0) | Q(conversation__settlement__post=F("pk"))


def counted(community: Community, *, now: datetime, until: datetime) -> QuerySet[Any, Any]:
    """Rows of six kinds: kind, topic with its name and address, person, four numbers and two moments.

    What was asked counts within the year that ends `until`, answers since that year began, and what is kept as it is
    now. The first moment of what was talked about is when something was last asked; of what was set aside it is until
    when, and what is missing stands in place of the address.
    """
    since = until - YEAR
    ever = Q(conversation__kind__in=AWAITING, conversation__opened_at__lte=until)
    asked = ever & Q(conversation__opened_at__gt=since)
    settled = Q(conversation__settlement__isnull=False)
    old = Q(resource__review_on__lt=timezone.localdate(now)) | Q(
        resource__review_on=None, resource__changed_at__lt=now - timedelta(days=STALE_AFTER_DAYS)
    )
    answered = Q(conversation__first_reply_at__isnull=False) | settled
    talked = _grouped(
        filed_inside(community),
        TALKED,
        "topic",
        None,
        Count("pk"),
        Count("pk", filter=asked),
        Count("pk", filter=asked & answered),
        Count("pk", filter=asked & settled),
        moments=(Max("conversation__opened_at", filter=ever), Min("conversation__opened_at", filter=ever)),
    )
    answers = answers_inside(community, since, now)
    answered_by = _grouped(
        answers.filter(asked),
        ANSWERED,
        "conversation__topics",
        None,
        Count("author", distinct=True),
        Min("author"),
        Max("author"),
        called=_NAMELESS,
    )
    helped = _grouped(answers.filter(HELPS), HELPED, "conversation__topics", "author_id", Count("pk"), called=_NAMELESS)
    kept = _grouped(
        kept_inside(community),
        KEPT,
        "topic",
        "resource__kept_by_id",
        Count("pk"),
        Count("pk", filter=old),
        Count("pk", filter=Q(resource__kind=Kind.CASE)),
        moments=(Max("resource__changed_at"), Min("resource__changed_at")),
    )
    welcome = _grouped(
        Pointing.objects.filter(topic__community=community, is_welcome=True),
        WELCOME,
        "topic",
        "person_id",
        called=_NAMELESS,
    )
    aside = _grouped(
        SetAside.objects.filter(topic__community=community, until__gt=now),
        ASIDE,
        "topic",
        "by_id",
        moments=(Max("until"), Min("at")),
        called=(_NAMELESS[0], F("missing")),
    )
    # The first says of which type each column is.
    return kept.union(talked, answered_by, helped, welcome, aside, all=True)


def _grouped(
    found: QuerySet[Any],
    kind: int,
    topic: str,
    person: str | None,
    *numbers: Count | Min | Max,
    moments: tuple[Max, Min] | None = None,
    called: tuple[Value, Value | F] | None = None,
) -> QuerySet[Any, Any]:
    """Rows by topic and person, with up to four numbers and two moments; named as the topic is, or as `called`."""
    said = [*numbers, *[Value(0, output_field=IntegerField())] * (4 - len(numbers))]
    dated = moments or [Value(None, output_field=DateTimeField())] * 2
    # Of two rows without anybody PostgreSQL would say that nobody is a text.
    whose = F(person) if person else Cast(Value(None), BigIntegerField())
    name, slug = called or (F(f"{topic}__name"), F(f"{topic}__slug"))
    rows: QuerySet[Any, Any] = (
        found.order_by()
        .annotate(k_topic=F(topic), k_name=name, k_slug=slug, k_person=whose)
        .values("k_topic", "k_name", "k_slug", "k_person")
        .annotate(k_kind=Value(kind, output_field=IntegerField()), **dict(zip("abcdef", [*said, *dated], strict=True)))
        .values_list("k_kind", "k_topic", "k_name", "k_slug", "k_person", *"abcdef")
    )
    return rows


def waits(community: Community, *, until: datetime, topic: int | None = None) -> Mapping[int, Waits]:
    """How long the questions of each topic, or of one, waited within the year that ends then; one query."""
    within = {"conversation__opened_at__gt": until - YEAR, "conversation__opened_at__lte": until}
    only = {} if topic is None else {"topic": topic}
    asked = filed_inside(community).filter(conversation__kind__in=AWAITING, **within, **only)
    answers = _middles(asked, "conversation__first_reply_at", ANSWERED)
    settles = _middles(asked, "conversation__settlement__at", TALKED)
    found: dict[tuple[int, int], list[float]] = defaultdict(list)
    for kind, pk, wait in answers.union(settles, all=True):
        found[pk, kind].append(wait.total_seconds() / 3600)
    middle = {key: sum(hours) / len(hours) for key, hours in found.items()}
    return {pk: Waits(middle.get((pk, ANSWERED)), middle.get((pk, TALKED))) for pk, _kind in middle}


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
