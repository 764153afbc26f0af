"""The answer that settled it, and what happened when someone used it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Deed
from commonplace.conversations.actions.counters import keep_to_oneself, keep_with_its_conversation
from commonplace.conversations.actions.deeds import deeds_of, record
from commonplace.conversations.actions.rights import NotTheirs, require_author_or_steward
from commonplace.conversations.actions.wording import NothingSaid
from commonplace.conversations.models import Conversation, Outcome, Post, Settlement
from commonplace.lib.text import tidy
from commonplace.people.models import Person

MAX_STORY = 2000


class NoAnswer(ValueError):
    """An opening does not settle itself, and what was withdrawn settles nothing."""


def settle(*, by: Person, post: Post, at: datetime | None = None) -> Settlement:
    """Say that this post settled it; for whoever asked, or a steward. Raises NotTheirs and NoAnswer."""
    at = at or timezone.now()
    with transaction.atomic():
        post = keep_with_its_conversation(post)
        conversation = post.conversation
        require_author_or_steward(by, author_id=conversation.author_id, community=conversation.community)
        return _settle(post, by=by, alias="", at=at)


def settle_candidly(*, alias: str, post: Post, at: datetime) -> Settlement:
    """The same, under the sign of whoever asked. Whose wish it is, is asked by the caller. Raises NotTheirs where the
    post answers somebody else by now, and NoAnswer.
    """
    with transaction.atomic():
        post = keep_with_its_conversation(post)
        if not alias or post.conversation.alias != alias:
            raise NotTheirs(post.pk)
        return _settle(post, by=None, alias=alias, at=at)


def _settle(post: Post, *, by: Person | None, alias: str, at: datetime) -> Settlement:
    conversation = post.conversation
    if post.number == 1 or hasattr(post, "withdrawal"):
        raise NoAnswer(post.pk)
    before = Settlement.objects.filter(conversation=conversation).first()
    if before is not None and before.post_id == post.pk:
        return before
    if before is not None:
        _lift(conversation)
    settlement = Settlement.objects.create(conversation=conversation, post=post, by=by, alias=alias, at=at)
    record("settled", by=by, conversation=conversation, at=at, post=post, towards=post.author)
    return settlement


def unsettle(*, by: Person, conversation: Conversation) -> None:
    """Say that it is not settled after all; for whoever asked, or a steward. Raises NotTheirs."""
    with transaction.atomic():
        conversation = keep_to_oneself(conversation)
        require_author_or_steward(by, author_id=conversation.author_id, community=conversation.community)
        _lift(conversation)


def unsettle_candidly(*, alias: str, conversation: Conversation, at: datetime) -> None:
    """The same, by whoever asked under this sign; what they told of the answers goes too."""
    with transaction.atomic():
        conversation = keep_to_oneself(conversation)
        if alias and conversation.alias == alias:
            _lift(conversation)
        for outcome in Outcome.objects.filter(conversation=conversation, alias=alias):
            told = deeds_of(conversation, "told_outcome").filter(
                person=None, part_id=outcome.post_id, happened_at=outcome.at, reverses=None, reversed_by=None
            )
            # Others may have told of it at the same hour, under other signs: one deed is this one's.
            ledger.reverse_deeds(Deed.objects.filter(pk__in=list(told.values_list("pk", flat=True)[:1])), at=at)
            outcome.delete()


def lift_if_settled_by(posts: Iterable[Post]) -> None:
    """Open each question again that one of these, about to go, had settled; inside the caller's transaction."""
    for settled in Settlement.objects.filter(post__in=posts).select_related("conversation"):
        _lift(settled.conversation)


def _lift(conversation: Conversation) -> None:
    if Settlement.objects.filter(conversation=conversation).delete()[0]:
        ledger.reverse_deeds(deeds_of(conversation, "settled"))


def tell_outcome(*, by: Person, post: Post, how: str, text: str, at: datetime | None = None) -> Outcome:
    """Tell what happened when one used a post; the same account sent twice is one. Raises NothingSaid."""
    at = at or timezone.now()
    text = tidy(text).strip()[:MAX_STORY]
    if not text:
        raise NothingSaid
    with transaction.atomic():
        # Nothing but this keeps a story sent twice from being two.
        post = keep_with_its_conversation(post)
        conversation = post.conversation
        outcome, is_new = Outcome.objects.get_or_create(
            conversation=conversation, post=post, person=by, how=Outcome.How(how), text=text, defaults={"at": at}
        )
        if is_new:
            record("told_outcome", by=by, conversation=conversation, at=at, post=post, towards=post.author)
    return outcome


def tell_outcome_candidly(*, alias: str, post: Post, how: str, text: str, at: datetime) -> Outcome:
    """The same under a sign, once for each post: told again it takes the place of the first. Raises NothingSaid."""
    text = tidy(text).strip()[:MAX_STORY]
    if not text or not alias:
        raise NothingSaid
    with transaction.atomic():
        post = keep_with_its_conversation(post)
        conversation = post.conversation
        told: dict[str, Any] = {"how": Outcome.How(how), "text": text}
        outcome, is_new = Outcome.objects.update_or_create(
            conversation=conversation, post=post, alias=alias, defaults=told, create_defaults=told | {"at": at}
        )
        if is_new:
            record("told_outcome", by=None, conversation=conversation, at=at, post=post, towards=post.author)
        else:
            ledger.changed([conversation.community_id])
    return outcome


def take_outcome_back(*, by: Person, outcome: Outcome, at: datetime | None = None) -> None:
    """Take one's own account back; raises NotTheirs."""
    if outcome.person_id != by.pk:
        raise NotTheirs(outcome.pk)
    with transaction.atomic():
        post = keep_with_its_conversation(outcome.post)
        told = deeds_of(post.conversation, "told_outcome").filter(person=by, part_id=post.pk)
        if Outcome.objects.filter(post=post, person=by).exclude(pk=outcome.pk).exists():
            told = told.filter(happened_at=outcome.at)
        ledger.reverse_deeds(told, at=at)
        Outcome.objects.filter(pk=outcome.pk).delete()
