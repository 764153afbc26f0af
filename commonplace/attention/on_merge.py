"""What becomes of follows and read marks when conversations are joined or taken apart."""

from django.db.models import Max, Value
from django.db.models.functions import Greatest

from commonplace.attention.actions.following import follow_all
from commonplace.attention.actions.reading import mark_all
from commonplace.attention.models import Follow, Kept, ReadMark
from commonplace.conversations.models import Conversation, Post


def bring_along(kept: Conversation, other: Conversation, offset: int) -> None:
    """Whoever followed either follows the one that stays; who had read all of it keeps what they read of the other."""
    following = list(Follow.objects.filter(conversation=kept).values_list("person", flat=True))
    Follow.objects.filter(conversation=other).exclude(person__in=following).update(conversation=kept)
    Follow.objects.filter(conversation=other).delete()
    _keep_along(kept, other)
    before = Post.objects.filter(conversation=kept, number__lte=offset).aggregate(last=Max("number"))["last"] or 0
    for mark in ReadMark.objects.filter(conversation=other):
        read = ReadMark.objects.filter(conversation=kept, person=mark.person_id, number__gte=before)
        # A mark may stand further than these posts, where they come back to where they were taken out.
        read.update(number=Greatest("number", Value(offset + mark.number)))
    ReadMark.objects.filter(conversation=other).delete()


def _keep_along(kept: Conversation, other: Conversation) -> None:
    """Whoever kept either to read later keeps the one that stays, and no note is lost."""
    of = {"kind": "conversation"}
    for row in Kept.objects.filter(object_id=other.pk, **of):
        there = Kept.objects.filter(object_id=kept.pk, person=row.person_id, **of).first()
        if there is None:
            Kept.objects.filter(pk=row.pk).update(object_id=kept.pk)
            continue
        Kept.objects.filter(pk=there.pk).update(note="\n\n".join(filter(None, (there.note, row.note))))
        row.delete()


def take_along(source: Conversation, made: Conversation, less: int) -> None:
    """Whoever followed the whole follows both; whoever had read some of what was taken out has read it there."""
    follows = Follow.objects.filter(conversation=source).values_list("person", "since")
    follow_all((person, made.pk, since) for person, since in follows)
    marks = ReadMark.objects.filter(conversation=source, number__gt=0).values_list("person", "number", "told_to")
    # Not a mark alone: without one, what was taken out would be told to nobody as new who had opened the whole.
    mark_all((person, made.pk, max(0, number - less), told_to) for person, number, told_to in marks)
