"""All that the pages of a help desk show to one viewer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet
from django.utils.translation import ngettext

from commonplace.communities.viewpoint import Byline, Viewpoint, beyond_byline
from commonplace.undertakings.models import Asked, DeskAnswer, FaqLine, HelpDesk, OutsideQuestion, Shift, Swap
from commonplace.undertakings.models.help_desk import A_WEEK
from commonplace.undertakings.reply_times import LOOKS_BACK, Reply, ReplyTimes, reply_times

MOST = 30
FACES = beyond_byline("asker", "passed_to", "passed_by")


@dataclass(frozen=True)
class Row:
    """One question in a list."""

    asked: Asked
    byline: Byline | None
    passed_to: Byline | None
    answers: int
    is_late: bool


@dataclass(frozen=True)
class Week:
    """A week of the rota: whose it is, and what is asked about it."""

    shift: Shift
    byline: Byline
    is_own: bool
    is_now: bool
    # Somebody else's week for which this one, the viewer's, was asked.
    asked_for: Sequence[Swap] = ()


@dataclass(frozen=True)
class Answered:
    """An answer as its page shows it."""

    answer: DeskAnswer
    byline: Byline


def of_desk(desk: HelpDesk) -> QuerySet[Asked]:
    """Its questions, the latest first, joined to what a row shows."""
    found = Asked.objects.filter(desk=desk).exclude(closed_how=Asked.Closed.TAKEN_BACK)
    return found.select_related("asker", "passed_to").defer("source", "html", *FACES).order_by("-at", "-pk")


def rows_of(found: Iterable[Asked], viewpoint: Viewpoint, *, now: datetime) -> Sequence[Row]:
    """These as rows; one query for how often each was answered."""
    found = list(found)
    counted = DeskAnswer.objects.filter(asked__in=[one.pk for one in found]).order_by().values_list("asked")
    answers = dict(counted.annotate(n=Count("pk"))) if found else {}
    return [
        Row(
            one,
            byline_of(one, viewpoint),
            viewpoint.byline_for(one.passed_to) if one.passed_to_id is not None else None,
            answers.get(one.pk, 0),
            one.is_late(now),
        )
        for one in found
    ]


def byline_of(asked: Asked, viewpoint: Viewpoint) -> Byline | None:
    """Whoever asked; None for somebody outside, whose name is their own word."""
    return None if asked.outside_name else viewpoint.byline_for(asked.asker)


def answers_to(asked: Asked, viewpoint: Viewpoint) -> Sequence[Answered]:
    """The answers to a question, in the order in which they came; one query."""
    found = asked.answers.select_related("by").defer(*beyond_byline("by")).order_by("at", "pk")
    return [Answered(one, viewpoint.byline_for(one.by)) for one in found]


def spoken(span: timedelta) -> str:
    """How long something takes, in whole hours, and from two days on in days."""
    hours = max(1, round(span / timedelta(hours=1)))
    if hours < 48:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    days = round(span / timedelta(days=1))
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def times_of(desk: HelpDesk, *, now: datetime) -> ReplyTimes:
    """How long the desk takes to answer; one query."""
    lately = Asked.objects.filter(desk=desk, at__gte=now - LOOKS_BACK).exclude(closed_how=Asked.Closed.TAKEN_BACK)
    rows = lately.order_by("pk").values_list("at", "promised_at", "answered_at", "closed_at")
    # What whoever asked closed before anybody answered was no question to the desk any more.
    return reply_times(
        (Reply(at, promised, answered) for at, promised, answered, closed in rows if answered or not closed), now=now
    )


def rota_of(desk: HelpDesk, viewpoint: Viewpoint, *, now: datetime) -> Sequence[Week]:
    """This week and those that follow, with what is asked about the viewer's own; two queries."""
    person = viewpoint.person
    shifts = desk.shifts.filter(starts_at__gt=now - A_WEEK).select_related("person").order_by("starts_at")
    swaps: dict[int, list[Swap]] = {}
    if person is not None:
        asked = Swap.objects.filter(wanted__desk=desk, wanted__person=person, given__starts_at__gt=now - A_WEEK)
        for swap in asked.select_related("given__person").order_by("pk"):
            swaps.setdefault(swap.wanted_id, []).append(swap)
    return [
        Week(
            shift,
            viewpoint.byline_for(shift.person),
            is_own=person is not None and shift.person_id == person.pk,
            is_now=shift.starts_at <= now,
            asked_for=swaps.get(shift.pk, ()),
        )
        for shift in shifts
    ]


def this_week(desk: HelpDesk, viewpoint: Viewpoint, *, now: datetime) -> Byline | None:
    """Who has the desk this week; one query."""
    found = desk.shifts.filter(starts_at__lte=now, starts_at__gt=now - A_WEEK).select_related("person").first()
    return viewpoint.byline_for(found.person) if found is not None else None


def lines_of(desk: HelpDesk) -> Sequence[FaqLine]:
    """What is asked again and again, each with how often it was; one query."""
    return list(desk.faq.annotate(times=Count("gathered")).order_by("-times", "question", "pk"))


def to_gather(desk: HelpDesk, *, now: datetime, line: FaqLine | None = None) -> Sequence[Asked]:
    """Questions out of which a line can be gathered: those of half a year that were answered; one query."""
    found = of_desk(desk).filter(answered_at__isnull=False, at__gt=now - timedelta(days=183))
    return list(found[:MOST])


def waiting_outside(desk: HelpDesk) -> Sequence[OutsideQuestion]:
    """Questions from outside whose address is confirmed, and which wait for a steward; one query."""
    waiting = desk.from_outside.filter(settled_at=None, confirmed_at__isnull=False)
    return list(waiting.defer("address").order_by("confirmed_at", "pk")[:MOST])
