"""What the link in the notice of a closed chat asks: to take back all that one said there, on one press."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.lib.direction import isolated
from commonplace.people.answers_by_link import AnswerByLink, Question
from commonplace.people.models import Person
from commonplace.transfer.actions.closed_chats import CODE, said_by, take_back_mine
from commonplace.transfer.models import ClosedChat
from commonplace.ui.addresses import address


def ask(person: Person, chat_id: int, choice: str, now: datetime) -> Question | None:
    """Whether all of theirs shall go, for whoever was told of it."""
    chat = _chat(person, chat_id)
    if chat is None:
        return None
    number = said_by(person, chat).count()
    words = ngettext(
        "You said %(count)s thing in %(chat)s. Taken back, nobody reads it here.",
        "You said %(count)s things in %(chat)s. Taken back, nobody reads them here.",
        number,
    )
    return Question(
        _("Take back what you said there?"),
        words % {"count": number, "chat": isolated(chat.space.name)},
        _("Take it all back"),
        address("community", chat.space.community.slug),
        "" if number else _("Nothing of yours is left there."),
    )


def give(person: Person, chat_id: int, choice: str, now: datetime) -> str | None:
    """Take it back."""
    chat = _chat(person, chat_id)
    if chat is None:
        return None
    take_back_mine(chat=chat, person=person, at=now)
    return _("Nothing of yours is left there.")


def _chat(person: Person, chat_id: int) -> ClosedChat | None:
    told = ClosedChat.objects.filter(pk=chat_id, notices__person=person)
    return told.select_related("space__community").first()


BY_LINK = AnswerByLink(CODE, ask, give)
