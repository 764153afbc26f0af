"""What the worker does for undertakings: reminders, each once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from commonplace.undertakings.actions.telling import News, tell_all
from commonplace.undertakings.models import JointResponse
from commonplace.undertakings.queries.response import takers

BEFORE = timedelta(days=2)


def remind_of_windows(*, now: datetime) -> int:
    """Remind those who take part in a response two days before comments close; how many letters were written.

    The mark on the response and the letters are written together: a worker who is killed leaves both or neither. One
    that was begun within that time reminds nobody of what they have just read.
    """
    soon = JointResponse.objects.filter(
        Q(reminded_for=None) | ~Q(reminded_for=F("comments_until")),
        sent_at=None,
        comments_until__gt=now,
        comments_until__lte=now + BEFORE,
        undertaking__ended_at=None,
    )
    related = soon.select_related("undertaking__community", "undertaking__space")
    return sum(_remind(one, now) for one in related.order_by("comments_until", "pk"))


def _remind(response: JointResponse, now: datetime) -> int:
    until, undertaking = response.comments_until, response.undertaking
    with transaction.atomic():
        due = JointResponse.objects.filter(pk=response.pk, comments_until=until, sent_at=None)
        if not due.filter(Q(reminded_for=None) | ~Q(reminded_for=until)).update(reminded_for=until):
            return 0
        if undertaking.begun_at > until - BEFORE:
            return 0
        key = f"CLOSES:{int(until.timestamp())}"
        return tell_all(News.CLOSES, undertaking, to=takers(response), key=key, until=until, useful_until=until, at=now)
