"""What waits in the outbox."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from commonplace.letters.models import Letter


@dataclass(frozen=True)
class Waiting:
    """The outbox at one moment, for `doctor`."""

    due: int
    oldest_due_at: datetime | None
    failing: int
    given_up: int
    last_error: str


def unsent() -> QuerySet[Letter]:
    """Letters that are still to go out, now or later."""
    return Letter.objects.filter(sent_at=None, given_up_at=None)


def due(now: datetime) -> QuerySet[Letter]:
    """Letters to send at `now` that nobody is sending."""
    return unsent().filter(Q(claimed_until=None) | Q(claimed_until__lte=now), due_at__lte=now)


def waiting(now: datetime) -> Waiting:
    """How many letters wait, since when, and what went wrong last."""
    open_letters = Q(sent_at=None, given_up_at=None)
    counts = Letter.objects.aggregate(
        due=Count("id", filter=open_letters & Q(due_at__lte=now)),
        oldest_due_at=Min("due_at", filter=open_letters & Q(due_at__lte=now)),
        failing=Count("id", filter=open_letters & ~Q(last_error="")),
        given_up=Count("id", filter=Q(given_up_at__isnull=False)),
    )
    failed = Letter.objects.filter(sent_at=None).exclude(last_error="").order_by("-id")
    last_error = failed.values_list("last_error", flat=True).first()
    return Waiting(**counts, last_error=last_error or "")
