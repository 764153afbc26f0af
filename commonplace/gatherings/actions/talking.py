"""The conversation that belongs to a gathering: it begins with the first word that somebody says about it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Conversation
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.store.locks import lock


class HeldCloser(ValueError):
    """It is held in closer confidence than its space keeps; what is written there would go further."""


def may_be_talked_about(gathering: Gathering) -> bool:
    """Whether its space keeps words as close as the gathering does."""
    return gathering.confidence == gathering.space.confidence


def begin_to_talk(
    *, by: Person, gathering: Gathering, text: str, idempotency_key: str | None = None, at: datetime | None = None
) -> Conversation:
    """Say the first word about a gathering: it opens its conversation, in its space and by its title.

    Of two at once the second finds the first's, in which its words are a reply to be sent. Raises HeldCloser,
    NothingSaid and `markdown.TextTooLong`.
    """
    if not may_be_talked_about(gathering):
        raise HeldCloser(gathering.pk)
    at = at or timezone.now()
    with transaction.atomic():
        (standing,) = lock(Gathering.objects.filter(pk=gathering.pk))
        if standing.conversation_id is not None:
            raise AlreadyBegun(standing.conversation_id)
        conversation = open_conversation(
            by=by,
            space=gathering.space,
            kind=Kind.DISCUSSION,
            title=gathering.title,
            text=text,
            idempotency_key=idempotency_key,
            at=at,
        )
        Gathering.objects.filter(pk=gathering.pk).update(conversation=conversation)
    return conversation


class AlreadyBegun(ValueError):
    """Somebody has said the first word already."""
