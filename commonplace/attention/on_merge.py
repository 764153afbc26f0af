"""What becomes of follows and read marks when two conversations are joined."""

from django.db.models import F

from commonplace.attention.models import Follow, ReadMark
from commonplace.conversations.models import Conversation


def bring_along(kept: Conversation, other: Conversation, offset: int) -> None:
    """Whoever followed either follows the one that stays; who had read all of it keeps what they read of the other."""
    following = list(Follow.objects.filter(conversation=kept).values_list("person", flat=True))
    Follow.objects.filter(conversation=other).exclude(person__in=following).update(conversation=kept)
    Follow.objects.filter(conversation=other).delete()
    for mark in ReadMark.objects.filter(conversation=other):
        read = ReadMark.objects.filter(conversation=kept, person=mark.person_id, number__gte=offset)
        read.update(number=F("number") + mark.number)
    ReadMark.objects.filter(conversation=other).delete()
