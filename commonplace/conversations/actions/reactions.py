"""What people say in one gesture: thanks, 'I have had this too', 'worth everyone's attention'."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.conversations.actions.counters import keep_to_oneself, keep_with_its_conversation
from commonplace.conversations.actions.deeds import deeds_of, record
from commonplace.conversations.actions.wording import NothingSaid
from commonplace.conversations.models import Amplification, Conversation, MeToo, Post, Thanks
from commonplace.lib.text import one_line
from commonplace.people.models import Person

MAX_WHY = 240


class OwnWords(ValueError):
    """One does not thank oneself, nor have one's own question too."""


def thank(*, by: Person, post: Post, at: datetime | None = None) -> Thanks:
    """Say that a post helped; saying it twice says it once. Raises OwnWords."""
    if post.author_id == by.pk:
        raise OwnWords
    at = at or timezone.now()
    with transaction.atomic():
        post = keep_with_its_conversation(post)
        thanks, is_new = Thanks.objects.get_or_create(post=post, person=by, defaults={"at": at})
        if is_new:
            Post.objects.filter(pk=post.pk).update(thanks_count=F("thanks_count") + 1)
            record("thanked", by=by, conversation=post.conversation, at=at, post=post, towards=post.author)
    return thanks


def take_back_thanks(*, by: Person, post: Post) -> None:
    """Say no more that a post helped."""
    with transaction.atomic():
        post = keep_with_its_conversation(post)
        if Thanks.objects.filter(post=post, person=by).delete()[0]:
            Post.objects.filter(pk=post.pk).update(thanks_count=F("thanks_count") - 1)
            ledger.reverse_deeds(deeds_of(post.conversation, "thanked").filter(person=by, part_id=post.pk))


def say_me_too(*, by: Person, conversation: Conversation, at: datetime | None = None) -> MeToo:
    """Say that one has had this too; saying it twice says it once. Raises OwnWords."""
    at = at or timezone.now()
    with transaction.atomic():
        conversation = keep_to_oneself(conversation)
        if conversation.author_id == by.pk:
            raise OwnWords
        me_too, is_new = MeToo.objects.get_or_create(conversation=conversation, person=by, defaults={"at": at})
        if is_new:
            Conversation.objects.filter(pk=conversation.pk).update(me_too_count=F("me_too_count") + 1)
            record("me_too", by=by, conversation=conversation, at=at, towards=conversation.author)
    return me_too


def take_back_me_too(*, by: Person, conversation: Conversation) -> None:
    """Say no more that one has had this too."""
    with transaction.atomic():
        conversation = keep_to_oneself(conversation)
        if MeToo.objects.filter(conversation=conversation, person=by).delete()[0]:
            Conversation.objects.filter(pk=conversation.pk).update(me_too_count=F("me_too_count") - 1)
            ledger.reverse_deeds(deeds_of(conversation, "me_too").filter(person=by))


def amplify(*, by: Person, conversation: Conversation, why: str, at: datetime | None = None) -> Amplification:
    """Say that it is worth everyone's attention, and why; a second saying replaces the first. Raises NothingSaid."""
    at = at or timezone.now()
    why = one_line(why)[:MAX_WHY]
    if not why:
        raise NothingSaid
    with transaction.atomic():
        conversation = keep_to_oneself(conversation)
        said, is_new = Amplification.objects.update_or_create(
            conversation=conversation, by=by, defaults={"why": why}, create_defaults={"why": why, "at": at}
        )
        if is_new:
            record("amplified", by=by, conversation=conversation, at=at, towards=conversation.author)
        else:
            ledger.changed([conversation.community_id])
    return said


def take_back_amplification(*, by: Person, conversation: Conversation) -> None:
    """Say no more that a conversation is worth everyone's attention."""
    with transaction.atomic():
        conversation = keep_to_oneself(conversation)
        if Amplification.objects.filter(conversation=conversation, by=by).delete()[0]:
            ledger.reverse_deeds(deeds_of(conversation, "amplified").filter(person=by))
