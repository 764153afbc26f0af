"""Two conversations on the same thing become one; every old address goes on working."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Hold
from commonplace.conversations.actions.counters import recount
from commonplace.conversations.actions.deeds import deeds_of, record, tell_as
from commonplace.conversations.actions.indexing import index_conversation
from commonplace.conversations.actions.moving import OtherCommunity, WouldGo, require_days, widens
from commonplace.conversations.actions.rights import require_steward
from commonplace.conversations.models import (
    Amplification,
    Closure,
    Conversation,
    MeToo,
    Move,
    Outcome,
    Post,
    Settlement,
    Split,
)
from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.store.registry import Hook

# What higher rooms keep about a conversation (a follow, an unread mark) goes along: called inside the transaction with
# the conversation that stays, the one that joins it, and what is added to the numbers of its posts.
ON_MERGE: Hook[Conversation, Conversation, int] = Hook("when two conversations become one")


class Unmergeable(ValueError):
    """It is the same conversation, or one that was joined to another already."""


class WouldWiden(ValueError):
    """It would go further than it was said; move it first, and ask its authors."""


class IsHeld(ValueError):
    """One of the two is held back for a look."""


def merge(*, by: Person, kept: Conversation, other: Conversation, at: datetime | None = None) -> Conversation:
    """Join `other` to the end of `kept`; for stewards.

    Raises NotTheirs, Unmergeable, OtherCommunity, WouldWiden, WouldGo and IsHeld.
    """
    at = at or timezone.now()
    if kept.community_id != other.community_id:
        raise OtherCommunity(other.pk)
    require_steward(by, community=kept.community)
    with transaction.atomic():
        kept, other = _both(kept, other)
        _check(kept, other)
        record("merged", by=by, conversation=kept, at=at)
        return _join(kept, other)


def join(*, kept: Conversation, other: Conversation) -> Conversation | None:
    """The silent form of `merge`, for importers: a letter showed that both were one all along, so nobody did anything.

    None where a steward's doing keeps them apart, or they are one already.
    """
    with transaction.atomic():
        kept, other = _both(kept, other)
        try:
            _check(kept, other)
        except (Unmergeable, WouldWiden, WouldGo, IsHeld):
            return None
        pair = [kept.pk, other.pk]
        if Split.objects.filter(conversation__in=pair, into__in=pair).exists():
            return None
        ledger.changed([kept.community_id])
        return _join(kept, other)


def _both(kept: Conversation, other: Conversation) -> tuple[Conversation, Conversation]:
    """The two as they stand now, changed by nobody else until the transaction ends."""
    lock(Conversation.objects.filter(pk__in=[kept.pk, other.pk]))
    return _now(kept), _now(other)


def _check(kept: Conversation, other: Conversation) -> None:
    if kept.pk == other.pk or kept.merged_into_id or other.merged_into_id:
        raise Unmergeable(other.pk)
    require_days(other.space, kept.space)
    if widens(other.space, kept.space):
        raise WouldWiden(other.pk)
    if Hold.objects.in_force().filter(kind="conversation", object_id__in=[kept.pk, other.pk]).exists():
        raise IsHeld(other.pk)


def _join(kept: Conversation, other: Conversation) -> Conversation:
    undone = _split_that_this_undoes(kept, other)
    offset = -undone.offset if undone else kept.last_number
    last = max(kept.last_number, offset + other.last_number)
    Conversation.objects.filter(pk=kept.pk).update(last_number=last)
    opening = Post.objects.filter(conversation=other, number=1).first()
    Post.objects.filter(conversation=other).update(conversation=kept, number=F("number") + offset)
    _bring_over(kept, other)
    deeds_of(other).update(what_id=kept.pk, space=kept.space)
    if undone:
        undone.delete()
        if opening is not None:
            tell_as("replied", opening.pk)
    _lead_on(kept, other, offset)
    Conversation.objects.filter(merged_into=other).update(merged_into=kept, merged_offset=F("merged_offset") + offset)
    Conversation.objects.filter(pk=other.pk).update(
        merged_into=kept, merged_offset=offset, post_count=0, me_too_count=0
    )
    recount([kept.pk])
    ON_MERGE(kept, other, offset)
    kept = _now(kept)
    index_conversation(kept)
    return kept


def _split_that_this_undoes(kept: Conversation, other: Conversation) -> Split | None:
    """Where `other` was taken out of `kept` and nothing was written in it since, its posts take their old numbers."""
    for one in Split.objects.filter(conversation=kept, into=other):
        if one.first + one.offset == 1 and other.last_number == one.last + one.offset:
            return one
    return None


def _lead_on(kept: Conversation, other: Conversation, offset: int) -> None:
    """What was taken out of `other`, or led to it, leads on from the numbers that its posts have now."""
    Split.objects.filter(into=other).update(into=kept, offset=F("offset") + offset)
    Split.objects.filter(conversation=other).update(
        conversation=kept, first=F("first") + offset, last=F("last") + offset, offset=F("offset") - offset
    )
    # Whatever stands again where it stood leads nowhere else.
    Split.objects.filter(conversation=kept, into=kept, offset=0).delete()


def _now(conversation: Conversation) -> Conversation:
    return Conversation.objects.select_related("community", "space", "author").get(pk=conversation.pk)


def _bring_over(kept: Conversation, other: Conversation) -> None:
    """What was said of `other` is now said of `kept`; whoever said it of both said it once."""
    kept.topics.add(*other.topics.all())
    other.topics.clear()
    Outcome.objects.filter(conversation=other).update(conversation=kept)
    for model, person, verb in ((MeToo, "person", "me_too"), (Amplification, "by", "amplified")):
        twice = set(model.objects.filter(conversation=kept).values_list(person, flat=True))
        if model is MeToo and kept.author_id:
            twice.add(kept.author_id)
        double = model.objects.filter(conversation=other, **{f"{person}__in": twice})
        ledger.reverse_deeds(deeds_of(other, verb).filter(person__in=twice))
        double.delete()
        model.objects.filter(conversation=other).update(conversation=kept)
    if Settlement.objects.filter(conversation=kept).exists():
        Settlement.objects.filter(conversation=other).delete()
        ledger.reverse_deeds(deeds_of(other, "settled"))
    else:
        Settlement.objects.filter(conversation=other).update(conversation=kept)
    Closure.objects.filter(conversation=other).delete()
    Move.objects.filter(conversation=other).delete()
