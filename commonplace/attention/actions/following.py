"""Someone wants to hear more of a conversation, a topic, a space, a person or a community, or no more."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from commonplace.attention.models import Follow, LessOf, SubjectFollow
from commonplace.attention.subjects import Subject
from commonplace.communities.models import Topic
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person


def follow(*, person: Person, conversation: Conversation, at: datetime | None = None) -> None:
    """Hear what is new in a conversation; asking twice is asking once."""
    follow_all([(person.pk, conversation.pk, at or timezone.now())])


def follow_all(rows: Iterable[tuple[int, int, datetime]]) -> None:
    """The batch form: persons, conversations (by their ids) and since when."""
    Follow.objects.bulk_create(
        [Follow(person_id=person, conversation_id=conversation, since=since) for person, conversation, since in rows],
        batch_size=500,
        ignore_conflicts=True,
    )


def unfollow(*, person: Person, conversation: Conversation) -> None:
    """Hear no more of a conversation, until one writes in it again."""
    Follow.objects.filter(person=person, conversation=conversation).delete()


def follow_subject(*, person: Person, subject: Subject, at: datetime | None = None) -> None:
    """Hear what is begun in a subject; asking twice is asking once. Nobody is told."""
    SubjectFollow.objects.bulk_create(
        [
            SubjectFollow(
                person=person,
                community=subject.community,
                topic=subject.topic,
                space=subject.space,
                whom=subject.whom,
                since=at or timezone.now(),
            )
        ],
        ignore_conflicts=True,
    )


def unfollow_subject(*, person: Person, subject: Subject) -> None:
    """Hear no more of what is begun there."""
    SubjectFollow.objects.filter(
        person=person, community=subject.community, topic=subject.topic, space=subject.space, whom=subject.whom
    ).delete()


def want_less_of(*, person: Person, topic: Topic, at: datetime | None = None) -> None:
    """Suggest a topic to someone no more."""
    LessOf.objects.get_or_create(person=person, topic=topic, defaults={"since": at or timezone.now()})


def want_more_of(*, person: Person, topic: Topic) -> None:
    """Suggest it again."""
    LessOf.objects.filter(person=person, topic=topic).delete()
