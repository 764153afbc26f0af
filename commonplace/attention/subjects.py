"""What is begun where someone follows more than one conversation: under a topic, in a space, by a person, anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from commonplace.attention.models import SubjectFollow
from commonplace.communities.models import Community, Membership, Space, Topic
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.conversations.queries.topics import topics_seen
from commonplace.lib.direction import isolated
from commonplace.people.models import Person
from commonplace.store.prepared import prepared


@dataclass(frozen=True)
class Subject:
    """What someone may follow besides a conversation; all three empty is the whole community."""

    community: Community
    topic: Topic | None = None
    space: Space | None = None
    whom: Person | None = None


def is_following(person: Person, subject: Subject) -> bool:
    """Whether `person` follows just this subject."""
    return bool(
        _follows(
            person=person, community=subject.community, topic=subject.topic, space=subject.space, whom=subject.whom
        )
    )


@prepared
def _follows(
    *, person: Person, community: Community, topic: Topic | None, space: Space | None, whom: Person | None
) -> QuerySet[SubjectFollow, tuple[int]]:
    followed = SubjectFollow.objects.filter(person=person, community=community, topic=topic, space=space, whom=whom)
    return followed.values_list("pk")[:1]


def follows_of(person: Person) -> list[SubjectFollow]:
    """All that someone follows besides conversations, by community; what they may not see any more is not told."""
    # A name is for those who stand where its bearer stands, or stood: whoever goes for good takes it along, and whoever
    # left is told none.
    beside = Membership.objects.filter(person=OuterRef("whom_id"), community=OuterRef("community_id"))
    standing = Membership.objects.current().filter(person=person, community=OuterRef("community_id"))
    return list(
        SubjectFollow.objects.filter(
            Q(whom=None) | (Exists(beside) & Exists(standing)),
            Q(space=None) | Exists(Space.objects.visible_to(person).filter(pk=OuterRef("space_id"))),
            Q(topic=None) | Exists(topics_seen(person).filter(pk=OuterRef("topic_id"))),
            person=person,
            community__in=Community.objects.open_to(person),
        )
        .select_related("community", "topic", "space", "whom")
        .order_by("community__name", "pk")
    )


def narrowest(conversation: Conversation, follows: Iterable[SubjectFollow]) -> SubjectFollow | None:
    """The narrowest of these follows in whose subject a conversation was begun since, with its topics prefetched."""
    return min((one for one in follows if _is_in(conversation, one)), key=_breadth, default=None)


def _is_in(conversation: Conversation, follow: SubjectFollow) -> bool:
    return (
        follow.community_id == conversation.community_id
        and follow.since < conversation.opened_at
        and (follow.topic_id is None or follow.topic_id in {topic.pk for topic in conversation.topics.all()})
        and follow.space_id in (None, conversation.space_id)
        and follow.whom_id in (None, conversation.author_id)
    )


def _breadth(follow: SubjectFollow) -> tuple[bool, bool, bool, int]:
    return follow.whom_id is None, follow.topic_id is None, follow.space_id is None, follow.pk


def called(follow: SubjectFollow, viewpoint: Viewpoint) -> tuple[str, str]:
    """What is followed, by the name that its reader may know, and what that is."""
    if follow.whom_id and follow.whom:
        return viewpoint.name_of(follow.whom), _("what somebody begins")
    if follow.topic_id and follow.topic:
        return follow.topic.name, _("a topic")
    if follow.space_id and follow.space:
        return follow.space.name, _("a space")
    return follow.community.name, _("all that is begun there")


def because(follow: SubjectFollow, viewpoint: Viewpoint, *, name: Callable[[str], str] = str) -> str:
    """Why something is shown, in a sentence, with the name that its reader may know, as `name` has it."""
    if follow.whom_id and follow.whom:
        whom = isolated(name(viewpoint.name_of(follow.whom)))
        return _("Because you follow what %(name)s begins.") % {"name": whom}
    if follow.topic_id and follow.topic:
        return _("Because you follow “%(topic)s”.") % {"topic": isolated(follow.topic.name)}
    if follow.space_id and follow.space:
        return _("Because you follow the space “%(space)s”.") % {"space": isolated(follow.space.name)}
    return _("Because you follow all of %(community)s.") % {"community": isolated(follow.community.name)}
