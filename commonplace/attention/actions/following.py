"""Someone wants to hear more of a conversation, or no more."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from commonplace.attention.models import Follow
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
