"""What waits in the outbox, and what went wrong there."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Min, Q, QuerySet

from commonplace.letters.faults import Whose
from commonplace.letters.models import Letter

Letters = QuerySet[Letter]


@dataclass(frozen=True)
class Failing:
    """Letters that fail, or were given up: how many of which kind, since when, and what was said last."""

    kinds: dict[str, int]
    since: datetime | None
    last_error: str

    @property
    def count(self) -> int:
        return sum(self.kinds.values())


@dataclass(frozen=True)
class Waiting:
    """The outbox at one moment, for `doctor`."""

    due: int
    oldest_due_at: datetime | None
    failing: Failing
    given_up: Failing
    unreachable: int


def unsent() -> Letters:
    """Letters that are still to go out, now or later."""
    return Letter.objects.filter(sent_at=None, given_up_at=None)


def unsettled() -> Letters:
    """Letters that never went out: those that wait, and those that were given up."""
    return Letter.objects.filter(sent_at=None)


def free(now: datetime) -> Q:
    """Nobody is sending it."""
    return Q(claimed_until=None) | Q(claimed_until__lte=now)


def useful(now: datetime) -> Q:
    """What it says is not out of date."""
    return Q(useful_until=None) | Q(useful_until__gt=now)


def due(now: datetime) -> Letters:
    """Letters to send at `now` that nobody is sending."""
    return unsent().filter(free(now), due_at__lte=now)


def in_turn(now: datetime) -> Letters:
    """What is due: first what is soon of no use, then what never failed; the oldest first."""
    return due(now).order_by(
        F("useful_until").asc(nulls_last=True), F("failing_since").asc(nulls_first=True), "due_at", "id"
    )


def how_many_posted(*, kind: str, to: str, since: datetime) -> int:
    """How many letters of a kind one address was written since a moment, sent already or not."""
    return Letter.objects.filter(kind=kind, to=to, created_at__gt=since).count()


def waiting(now: datetime) -> Waiting:
    """How many letters wait, since when, and what went wrong last."""
    counts = unsent().filter(due_at__lte=now).aggregate(due=Count("id"), oldest_due_at=Min("due_at"))
    lost = unsettled().exclude(given_up_at=None).exclude(fault__in=Letter.SETTLED)
    return Waiting(
        **counts,
        failing=_failing(unsent().exclude(last_error="")),
        given_up=_failing(lost.exclude(fault=Whose.RECIPIENT.value)),
        unreachable=lost.filter(fault=Whose.RECIPIENT.value).count(),
    )


def listed() -> list[Letter]:
    """Every letter that waits or was given up, without its words and subject: a subject may hold a code."""
    return list(
        unsettled()
        .defer("subject", "text", "html", "headers")
        .order_by(F("given_up_at").asc(nulls_first=True), "due_at", "id")
    )


def _failing(letters: Letters) -> Failing:
    rows = list(letters.order_by("id").values_list("kind", "failing_since", "created_at", "last_error"))
    since = min((failing or made for _, failing, made, _ in rows), default=None)
    return Failing(dict(Counter(row[0] for row in rows)), since, rows[-1][3] if rows else "")
