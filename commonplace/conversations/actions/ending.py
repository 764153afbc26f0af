"""A conversation comes to its end, and may begin again."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.conversations.actions.counters import keep_to_oneself
from commonplace.conversations.actions.deeds import record
from commonplace.conversations.actions.rights import require_author_or_steward
from commonplace.conversations.models import Closure, Conversation
from commonplace.lib.text import one_line
from commonplace.people.models import Person

MAX_WHY = 400


def close(*, by: Person, conversation: Conversation, why: str = "", at: datetime | None = None) -> Closure:
    """Bring a conversation to its end, saying why; for whoever opened it, or a steward. Raises NotTheirs."""
    at = at or timezone.now()
    why = one_line(why)[:MAX_WHY]
    with transaction.atomic():
        conversation = keep_to_oneself(conversation)
        require_author_or_steward(by, author_id=conversation.author_id, community=conversation.community)
        closure, is_new = Closure.objects.get_or_create(
            conversation=conversation, defaults={"by": by, "why": why, "at": at}
        )
        if is_new:
            record("closed", by=by, conversation=conversation, at=at)
    return closure


def reopen(*, by: Person, conversation: Conversation, at: datetime | None = None) -> None:
    """Let a conversation go on; for whoever opened it, or a steward. Raises NotTheirs."""
    with transaction.atomic():
        conversation = keep_to_oneself(conversation)
        require_author_or_steward(by, author_id=conversation.author_id, community=conversation.community)
        if Closure.objects.filter(conversation=conversation).delete()[0]:
            record("reopened", by=by, conversation=conversation, at=at or timezone.now())
