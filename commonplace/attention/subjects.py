"""What is begun where someone follows more than one conversation: under a topic, in a space, by a person, anywhere."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from commonplace.attention.models import SubjectFollow
from commonplace.communities.models import Community, Space, Topic
from commonplace.communities.viewpoint import Viewpoint
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
    return list(
        SubjectFollow.objects.filter(
            Q(space=None) | Exists(Space.objects.visible_to(person).filter(pk=OuterRef("space_id"))),
            Q(topic=None) | Exists(topics_seen(person).filter(pk=OuterRef("topic_id"))),
            person=person,
            community__in=Community.objects.open_to(person),
        )
        .select_related("community", "topic", "space", "whom")
        .order_by("community__name", "pk")
    )


def because(follow: SubjectFollow, viewpoint: Viewpoint) -> str:
    """Why something is shown, in a sentence, with the name that its reader may know."""
    if follow.whom_id and follow.whom:
        return _("Because you follow what %(name)s begins.") % {"name": isolated(viewpoint.name_of(follow.whom))}
    if follow.topic_id and follow.topic:
        return _("Because you follow “%(topic)s”.") % {"topic": isolated(follow.topic.name)}
    if follow.space_id and follow.space:
        return _("Because you follow the space “%(space)s”.") % {"space": isolated(follow.space.name)}
    return _("Because you follow all of %(community)s.") % {"community": isolated(follow.community.name)}
