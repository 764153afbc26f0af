"""A question that was kept becomes a conversation, by one press and once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Conversation
from commonplace.gatherings.actions.talking import HeldCloser, may_be_talked_about
from commonplace.lib.text import one_line
from commonplace.people.models import Person
from commonplace.protocols.protocol import Capture
from commonplace.runs.actions.harvesting import plain
from commonplace.runs.models import Captured, Carried
from commonplace.store.locks import lock

__all__ = ["HeldCloser", "NoQuestion", "carry_on", "is_held_closer"]
LONGEST_TITLE = 140


class NoQuestion(ValueError):
    """It is no question, or was taken back."""


def is_held_closer(captured: Captured) -> bool:
    """Whether its words would go further than they were said, so that only whoever asked may ask them again."""
    return not may_be_talked_about(captured.run.gathering)


def carry_on(*, captured: Captured, by: Person, is_own: bool = False, at: datetime | None = None) -> Conversation:
    """Let a question go on in a conversation of the gathering's space, opened by `by`; pressed twice it is one.

    Where the gathering is held closer than its space, only whoever asked it may, under their own name: the house does
    not know who that was, so they say so (`is_own`). Raises NoQuestion and HeldCloser.
    """
    at = at or timezone.now()
    with transaction.atomic():
        standing = lock(Captured.objects.filter(pk=captured.pk, kind=Capture.QUESTION, taken_back_at=None))
        if not standing:
            raise NoQuestion(captured.pk)
        carried = Carried.objects.filter(captured=captured).select_related("conversation").first()
        if carried is not None:
            return carried.conversation
        if is_held_closer(captured) and not is_own:
            raise HeldCloser(captured.pk)
        words = standing[0].words
        conversation = open_conversation(
            by=by,
            space=captured.run.gathering.space,
            kind=Kind.QUESTION,
            title=shortened(words),
            text="\n\n".join(plain(one) for one in words.splitlines() if one.strip()),
            at=at,
        )
        Carried.objects.create(captured=captured, conversation=conversation, by=by, at=at)
    return conversation


def shortened(words: str) -> str:
    """The words as a title: the first line, cut at a word where it is long."""
    line = one_line(words.strip().splitlines()[0] if words.strip() else "")
    if len(line) <= LONGEST_TITLE:
        return line
    cut = line[:LONGEST_TITLE].rsplit(" ", 1)[0]
    return f"{cut}…"
