"""What people agree to in conversations: that more people may read what they wrote."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from commonplace.communities.consents import page_of, placed, seen_title
from commonplace.conversations.actions.moving import refuse_to_move
from commonplace.conversations.models import Consent as Leave
from commonplace.conversations.models import Conversation
from commonplace.people.consents import Consent, Lets, row
from commonplace.people.models import Person


def _agreed(person: Person) -> QuerySet[Any, Any]:
    """Whoever asked for it is not asked for their leave."""
    rows = Leave.objects.filter(person=person, given_at__isnull=False, move__refused_at=None)
    return row(
        rows.filter(~Q(move__by=person) | Q(move__by=None)),
        at="given_at",
        about_id=F("move__conversation_id"),
        title=seen_title(Conversation.objects.visible_to(person), "move__conversation"),
        is_over=ExpressionWrapper(Q(move__agreed_at__isnull=False), output_field=BooleanField()),
        **placed(person, "move__conversation__community"),
    )


def _refuse(*, by: Person, pk: int, at: datetime) -> None:
    leave = Leave.objects.select_related("move__conversation").get(pk=pk, person=by)
    refuse_to_move(by=by, move=leave.move, at=at)


CONSENTS = (
    Consent(
        "wider_audience",
        Lets.NAMED,
        _("What you wrote in this conversation may move to where more people read it."),
        _("From then on it stays where it is."),
        Leave,
        _agreed,
        lambda given: page_of("conversation", given),
        _refuse,
        why_over=_("It has moved. Where it stands you can take each of your posts back."),
        order=105,
    ),
)
