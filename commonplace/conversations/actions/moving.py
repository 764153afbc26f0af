"""A conversation moves to another space; never further than it was said, to others or under a looser word, unless its
authors agree.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.doors import Confidence
from commonplace.communities.models import Space
from commonplace.conversations.actions.counters import keep_to_oneself
from commonplace.conversations.actions.deeds import deeds_of, record
from commonplace.conversations.actions.indexing import index_conversation
from commonplace.conversations.actions.rights import NotTheirs, require_author_or_steward
from commonplace.conversations.models import Consent, Conversation, Move
from commonplace.people.models import Person


class OtherCommunity(ValueError):
    """A conversation stays in its community."""


class AlreadyAsked(ValueError):
    """A move is waiting for someone's leave; one at a time."""


class NobodyToAsk(ValueError):
    """It would go further, and part of it was said by somebody whom nobody knows."""


class WouldGo(ValueError):
    """What was said where words stay does not come into a sealed space, where it would go after its days."""


def widens(here: Space, there: Space) -> bool:
    """Whether what is said in `here` would go further in `there`: to someone who may not read it, or under a looser
    word.
    """
    is_looser = Confidence(there.confidence).strictness < Confidence(here.confidence).strictness
    return there.reaches_beyond(here) or (is_looser and here.pk != there.pk)


def require_days(here: Space, there: Space) -> None:
    """Raise WouldGo where words that stay would come where they do not."""
    if there.is_sealed and not here.is_sealed:
        raise WouldGo(there.pk)


def move(*, by: Person, conversation: Conversation, to: Space, at: datetime | None = None) -> Move:
    """Move a conversation, or ask its other authors' leave where it would go further.

    For its author, or a steward; it has moved when `agreed_at` is set. Raises NotTheirs, OtherCommunity, AlreadyAsked,
    NobodyToAsk, WouldGo.
    """
    at = at or timezone.now()
    if to.community_id != conversation.community_id:
        raise OtherCommunity(to.pk)
    with transaction.atomic():
        conversation = keep_to_oneself(conversation)
        require_author_or_steward(by, author_id=conversation.author_id, community=conversation.community)
        if conversation.moves.asked().exists():
            raise AlreadyAsked(conversation.pk)
        require_days(conversation.space, to)
        if widens(conversation.space, to) and _is_by_somebody_unknown(conversation):
            raise NobodyToAsk(conversation.pk)
        asked = Move.objects.create(conversation=conversation, to=to, by=by, asked_at=at)
        Consent.objects.create(move=asked, person=by, given_at=at)
        _go_if_all_agree(asked, at)
        # Those who are asked see it on the page.
        ledger.changed([conversation.community_id])
    return asked


def _is_by_somebody_unknown(conversation: Conversation) -> bool:
    return conversation.posts.filter(author=None, is_automatic=False, withdrawal__isnull=True).exists()


def agree_to_move(*, by: Person, move: Move, at: datetime | None = None) -> Move:
    """Give one's leave; it moves when the last has agreed. Raises NotTheirs for someone who was not asked."""
    at = at or timezone.now()
    with transaction.atomic():
        # Of two who are the last to agree, the second must see the first one's leave.
        keep_to_oneself(move.conversation)
        if not Consent.objects.filter(move=move, person=by).exists():
            raise NotTheirs(move.pk)
        Consent.objects.filter(move=move, person=by, given_at__isnull=True).update(given_at=at)
        move = Move.objects.select_related("conversation__space", "to").get(pk=move.pk)
        if move.agreed_at is None and move.refused_at is None:
            _go_if_all_agree(move, at)
    return move


def refuse_to_move(*, by: Person, move: Move, at: datetime | None = None) -> Move:
    """Keep it where it is: a word from any of the authors, or from whoever asked, is enough. Raises NotTheirs."""
    with transaction.atomic():
        keep_to_oneself(move.conversation)
        if not Consent.objects.filter(move=move, person=by).exists():
            raise NotTheirs(move.pk)
        Move.objects.asked().filter(pk=move.pk).update(refused_at=at or timezone.now())
        ledger.changed([move.conversation.community_id])
    move.refresh_from_db()
    return move


def _go_if_all_agree(asked: Move, at: datetime) -> None:
    """Ask whoever has written and was not asked yet; move when nobody is left to answer."""
    conversation = asked.conversation
    if widens(conversation.space, asked.to):
        theirs = conversation.posts.filter(withdrawal__isnull=True, author__isnull=False)
        missing = theirs.exclude(author__in=asked.consents.values("person")).values_list("author", flat=True).distinct()
        Consent.objects.bulk_create([Consent(move=asked, person_id=pk) for pk in missing], ignore_conflicts=True)
        if asked.consents.filter(given_at__isnull=True).exists():
            return
    Move.objects.filter(pk=asked.pk).update(agreed_at=at)
    asked.agreed_at = at
    Conversation.objects.filter(pk=conversation.pk).update(space=asked.to)
    conversation.space = asked.to
    deeds_of(conversation).update(space=asked.to)
    if asked.by is not None:
        record("moved", by=asked.by, conversation=conversation, at=at)
    index_conversation(conversation)
