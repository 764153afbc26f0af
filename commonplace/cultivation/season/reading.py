"""The season of one community as one steward may see it: rows in, marks and proposals out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils import timezone

from commonplace.communities.models import Membership
from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.cultivation.declared import declared_minutes
from commonplace.cultivation.season import marks
from commonplace.cultivation.season.closed_days import ClosedDay, closed_days, countries_here
from commonplace.cultivation.season.meeting import Meeting, in_order
from commonplace.cultivation.season.proposals import Proposal, proposals
from commonplace.gatherings.models import Answer, Gathering, Host, Invited, State
from commonplace.gatherings.models.gathering import GatheringQuerySet
from commonplace.protocols.models import Plan

MODULE = "gatherings"
# Proposals look back so far; the year ahead is as far as series are made.
BACK, AHEAD = timedelta(days=730), timedelta(days=366)
MOST = 1500
MONTHS_BACK, MONTHS_AHEAD = 5, 6
# Of each gathering and its series: not what it is for, nor where.
TOLD = (
    *("title", "wall_on", "wall_time", "zone", "minutes", "starts_at", "ends_at", "made_at", "state"),
    *("attendance_at", "others_came", "series__title"),
)


@dataclass(frozen=True)
class Season:
    """Gatherings of two years back and one ahead, and what of them is worth a word on the day `today`."""

    now: datetime
    today: date
    meetings: tuple[Meeting, ...]
    may: marks.Allowed | None
    silences: tuple[marks.Silence, ...]
    full: tuple[marks.Full, ...]
    same_form: marks.SameForm | None

    @property
    def first(self) -> date:
        """The day on which the year of the picture begins."""
        return month_from(self.today, -MONTHS_BACK)

    @property
    def last(self) -> date:
        """The day on which it ends."""
        return month_from(self.today, MONTHS_AHEAD + 1) - timedelta(days=1)

    def proposals(self, closed: Sequence[ClosedDay]) -> list[Proposal]:
        """What could be called next."""
        return proposals(
            self.meetings,
            now=self.now,
            today=self.today,
            silences=self.silences,
            may=self.may,
            closed={one.day for one in closed},
        )

    def closed(self, countries: Sequence[str]) -> list[ClosedDay]:
        """Holidays within the year of the picture."""
        return closed_days(countries, first=self.first, last=self.last)


def month_from(day: date, months: int) -> date:
    """The first day of the month so many months from that of `day`."""
    at = day.year * 12 + day.month - 1 + months
    return date(at // 12, at % 12 + 1, 1)


def season_of(viewpoint: Viewpoint, *, now: datetime) -> Season:
    """What the viewer may see of it; two queries, and none where a community has no gatherings."""
    today = timezone.localtime(now).date()
    if not is_on(viewpoint.community, MODULE):
        return Season(now, today, (), None, (), (), None)
    meetings = tuple(in_order(_meetings(viewpoint, now)))
    may = marks.allowed(meetings, declared_minutes(viewpoint.community, now), now=now)
    first, last = month_from(today, -MONTHS_BACK), month_from(today, MONTHS_AHEAD + 1) - timedelta(days=1)
    return Season(
        now,
        today,
        meetings,
        may,
        tuple(marks.silences(meetings, now=now, first=first, last=last)),
        tuple(one for one in marks.full_weeks(meetings, may) if first <= one.monday <= last),
        marks.same_form(meetings, now=now),
    )


def countries_of(viewpoint: Viewpoint) -> list[str]:
    """Countries in which enough members are that a holiday there is worth a word; one query."""
    return countries_here(viewpoint)


def _meetings(viewpoint: Viewpoint, now: datetime) -> list[Meeting]:
    rows = (
        Gathering.objects.visible_to(viewpoint.person)
        .filter(community=viewpoint.community, starts_at__gt=now - BACK, starts_at__lt=now + AHEAD)
        .exclude(state=State.CANCELLED)
    )
    # What was planned lately is worth more than what was long ago, should there be more than anybody looks at.
    found = _with_numbers(rows, viewpoint, now).order_by("-starts_at", "-pk")[:MOST]
    return [_meeting(one) for one in found]


def _with_numbers(rows: GatheringQuerySet, viewpoint: Viewpoint, now: datetime) -> GatheringQuerySet:
    here = Membership.objects.current(now).filter(community=viewpoint.community)
    plan = Plan.objects.filter(gathering=OuterRef("pk"))
    hosts = Host.objects.filter(gathering=OuterRef("pk"), person__in=here.values("person"))
    return (
        rows.select_related("series")
        .only(*TOLD)
        .annotate(
            there_n=Count("answers", filter=Q(answers__came__in=Answer.THERE)),
            coming_n=Count("answers", filter=Q(answers__says__in=(Answer.Says.YES, Answer.Says.MAYBE))),
            answered_n=Count("answers", filter=~Q(answers__says=Answer.Says.NOTHING)),
            has_guests=Exists(Invited.objects.filter(gathering=OuterRef("pk"), withdrawn_at=None)),
            is_held=Exists(here.filter(person=OuterRef("convener"))) | Exists(hosts),
            protocol=Subquery(plan.values("protocol")[:1]),
            protocol_title=Subquery(plan.values("title")[:1]),
        )
    )


def _meeting(one: Gathering) -> Meeting:
    form, name = form_of(one)
    told = vars(one)
    return Meeting(
        pk=one.pk,
        title=one.title,
        form=form,
        form_name=name,
        wall=one.wall,
        zone=one.zone,
        minutes=one.minutes,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        called_at=one.made_at,
        state=one.state,
        there=told["there_n"] + one.others_came if one.attendance_at is not None else None,
        coming=told["coming_n"],
        answered=told["answered_n"],
        is_held=told["is_held"],
        has_guests=told["has_guests"],
    )


def form_of(one: Gathering) -> tuple[str, str]:
    """The form of a gathering and what it is called: the protocol it follows, else its series; else it has none."""
    told = vars(one)
    if told.get("protocol"):
        return f"protocol:{told['protocol']}", told["protocol_title"]
    if one.series is not None:
        return f"series:{one.series.pk}", one.series.title
    return "", ""
