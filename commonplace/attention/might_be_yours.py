"""What was begun that may concern someone: in subjects that they follow, or on what they said of themselves.

One search finds the candidates, the latest that they have not opened; which of them are told, and why, is decided in
the open below. Nobody is watched: it goes by what is followed, and by the lines of one's own profile.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _

from commonplace.attention.models import Follow, LessOf, ReadMark, SubjectFollow
from commonplace.attention.subjects import because, narrowest
from commonplace.communities.models import Community, Topic
from commonplace.communities.viewpoint import Viewpoint, beyond_byline
from commonplace.conversations.models import Conversation
from commonplace.lib.direction import isolated
from commonplace.lib.folding import folded
from commonplace.people.models import Person

SUGGESTED = 2
FOLLOWED_FOR = timedelta(days=60)
SUGGESTED_FOR = timedelta(days=30)
LOOKED_AT = 200
# How someone stands in a community.
Seats = Callable[[Community], Viewpoint]


@dataclass(frozen=True)
class Begun:
    """A conversation that was begun, why it is told, and the topic by which it was suggested, if it was."""

    conversation: Conversation
    because: str
    topic: Topic | None = None


def candidates(
    person: Person, communities: Collection[int], follows: Iterable[SubjectFollow], *, now: datetime
) -> list[Conversation]:
    """What others began lately in these communities, or in followed subjects since they are followed, and `person` has
    neither opened nor follows as a conversation: the latest two hundred, each with its topics.
    """
    wanted = Q(pk=None)
    if person.ask_about or person.learning_about:
        wanted |= Q(community__in=list(communities), opened_at__gt=now - SUGGESTED_FOR)
    for one in follows:
        wanted |= _inside(one, now)
    topics = Topic.objects.annotate(is_less=Exists(LessOf.objects.filter(person=person, topic=OuterRef("pk"))))
    return list(
        Conversation.objects.visible_to(person)
        .filter(
            wanted,
            ~Exists(ReadMark.objects.filter(person=person, conversation=OuterRef("pk"), number__gt=0)),
            ~Exists(Follow.objects.filter(person=person, conversation=OuterRef("pk"))),
            ~Q(author=person) | Q(author=None),
        )
        .select_related("author", "space", "community", "settlement", "closure")
        .prefetch_related(Prefetch("topics", queryset=topics.order_by("name", "pk")))
        .defer(*beyond_byline("author"))
        .order_by("-opened_at", "-pk")[:LOOKED_AT]
    )


def _inside(follow: SubjectFollow, now: datetime) -> Q:
    inside = Q(community=follow.community_id, opened_at__gt=max(follow.since, now - FOLLOWED_FOR))
    if follow.topic_id:
        filed = Conversation.topics.through.objects.filter(topic=follow.topic_id)
        inside &= Q(pk__in=filed.values("conversation"))
    if follow.space_id:
        inside &= Q(space=follow.space_id)
    if follow.whom_id:
        inside &= Q(author=follow.whom_id)
    return inside


def begun_in_followed(
    found: Iterable[Conversation], follows: Sequence[SubjectFollow], seats: Seats, *, most: int
) -> list[Begun]:
    """Those of the candidates that stand in followed subjects, the latest first, each with the narrowest reason."""
    told = []
    for one in found:
        if (why := narrowest(one, follows)) is not None:
            told.append(Begun(one, because(why, seats(one.community))))
    return told[:most]


def suggested(found: Iterable[Conversation], person: Person, *, now: datetime) -> list[Begun]:
    """At most two of the candidates on what someone may be asked about, or is learning; topics of which they want less
    are passed over.

    What waits for an answer comes first, then what they may be asked about, then the latest.
    """
    asked, learning = _pieces(person.ask_about), _pieces(person.learning_about)
    told = []
    for one in found:
        if one.opened_at <= now - SUGGESTED_FOR:
            continue
        for topic in one.topics.all():
            place = 0 if named_in(topic.name, asked) else 1 if named_in(topic.name, learning) else None
            if place is not None and not topic.is_less:  # type: ignore[attr-defined]  # of the search
                waits = one.is_waiting and one.is_unsettled and not hasattr(one, "closure")
                told.append((not waits, place, one, topic))
                break
    told.sort(key=lambda row: row[:2])
    return [Begun(one, _because(topic, is_asked=place == 0), topic) for _waits, place, one, topic in told[:SUGGESTED]]


def _because(topic: Topic, *, is_asked: bool) -> str:
    said = (
        _("Because people may ask you about “%(topic)s”.")
        if is_asked
        else _("Because you are learning about “%(topic)s”.")
    )
    return said % {"topic": isolated(topic.name)}


def named_in(topic: str, words: str) -> bool:
    """Whether a topic is named in what someone said (folded), as whole words; case and accents do not matter."""
    wanted = folded(topic)
    return bool(wanted) and f" {wanted} " in f" {words} "


def _pieces(said: str) -> str:
    # Piece by piece: a name that is folded has its length.
    return " , ".join(folded(piece) for piece in said.replace(";", ",").split(","))
