"""What lies ahead in a community, what has just been, and everything that was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.communities.viewpoint import Viewpoint
from commonplace.gatherings.models import Answer, Gathering, PollVote, State
from commonplace.gatherings.models.gathering import GatheringQuerySet
from commonplace.gatherings.queries.hours import span
from commonplace.gatherings.repeating import said as often_said
from commonplace.ui.addresses import address

AHEAD = 30
BEEN = 5
DATES = 4
LATER = timedelta(days=400)


@dataclass(frozen=True)
class Row:
    """One gathering in a list."""

    pk: int
    title: str
    purpose: str
    url: str
    starts_at: datetime
    hours: str
    state: str
    tone: str
    numbers: str
    month: date | None = None
    often: str = ""
    is_open: bool = False


def seen_here(viewpoint: Viewpoint) -> GatheringQuerySet:
    """Those of the community that the viewer may see."""
    return Gathering.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)


def coming(viewpoint: Viewpoint, *, now: datetime, most: int = AHEAD) -> Sequence[Row]:
    """What takes place next, or would have; and how the viewer stands to it. Two queries more than the list.

    Of a series the next date stands for all that follow it.
    """
    before = Gathering.objects.filter(
        series=OuterRef("series"), state=State.CONVENED, ends_at__gt=now, starts_at__lt=OuterRef("starts_at")
    )
    rows = seen_here(viewpoint).filter(ends_at__gt=now, starts_at__lt=now + LATER).exclude(state=State.DRAFT)
    rows = rows.filter(Q(series=None) | ~Exists(before))
    return rows_of(list(rows.select_related("space", "series").order_by("starts_at", "pk")[:most]), viewpoint, now=now)


def open_dated(viewpoint: Viewpoint, *, now: datetime) -> Sequence[Row]:
    """Those whose date is being looked for; two queries more than the list, and one for what the viewer said."""
    rows = seen_here(viewpoint).filter(state=State.DRAFT).select_related("space", "series").order_by("starts_at", "pk")
    found = list(rows.annotate(times=Count("poll__times"))[:AHEAD])
    if not found:
        return []
    said = PollVote.objects.filter(time__poll__gathering__in=found, person=viewpoint.person)
    has_said = set(said.values_list("time__poll__gathering", flat=True))
    times = {one.pk: getattr(one, "times", 0) for one in found}
    return [
        replace(
            one,
            is_open=True,
            state=_("you have said when you can") if one.pk in has_said else _("when can you?"),
            tone="good" if one.pk in has_said else "wait",
            numbers=ngettext("%(n)d time that could be", "%(n)d times that could be", times[one.pk])
            % {"n": times[one.pk]},
        )
        for one in rows_of(found, viewpoint, now=now)
    ]


def been(viewpoint: Viewpoint, *, now: datetime) -> GatheringQuerySet:
    """What took place, for pages of it."""
    return seen_here(viewpoint).past(now).select_related("space", "series")


def next_for(viewpoint: Viewpoint, *, now: datetime) -> Gathering | None:
    """The next gathering that the viewer may see; one query."""
    return seen_here(viewpoint).ahead(now).select_related("space").first()


def rows_of(gatherings: Sequence[Gathering], viewpoint: Viewpoint, *, now: datetime) -> Sequence[Row]:
    """These as rows of a list, those of a month under its first; a query for numbers, one for the viewer's answers."""
    ids = [one.pk for one in gatherings]
    numbers, own = numbers_of(ids), own_answers(viewpoint, ids)
    rows, month = [], None
    for one in gatherings:
        first = timezone.localtime(one.starts_at).date().replace(day=1)
        state, tone = state_said(one, own.get(one.pk, ""), now=now)
        rows.append(
            Row(
                pk=one.pk,
                title=one.title,
                purpose=one.purpose,
                url=address("gathering", viewpoint.community.slug, one.pk),
                starts_at=one.starts_at,
                hours="" if one.state == State.DRAFT else span(one.starts_at, one.ends_at),
                state=state,
                tone=tone,
                numbers=_numbers(one, numbers.get(one.pk, {}), now=now),
                month=first if first != month else None,
                often=often_said(one.series.rule) if one.series is not None else "",
            )
        )
        month = first
    return rows


def numbers_of(ids: Iterable[int]) -> Mapping[int, Mapping[str, int]]:
    """How many said what to each of these, and how many were there; one query."""
    counted = (
        Answer.objects.filter(gathering__in=list(ids))
        .order_by()
        .values_list("gathering_id", "says")
        .annotate(n=Count("pk"), there=Count("pk", filter=Q(came__in=Answer.THERE)))
    )
    found: dict[int, dict[str, int]] = {}
    for pk, says, n, there in counted:
        of = found.setdefault(pk, {"there": 0})
        of[says] = n
        of["there"] += there
    return found


def own_answers(viewpoint: Viewpoint, ids: Iterable[int]) -> Mapping[int, str]:
    """What the viewer said to each of these; one query, and none for a stranger."""
    if viewpoint.person is None:
        return {}
    rows = Answer.objects.filter(gathering__in=list(ids), person=viewpoint.person)
    return dict(rows.values_list("gathering_id", "says"))


def state_said(one: Gathering, own: str, *, now: datetime) -> tuple[str, str]:
    """How it stands to the viewer, in words, and the tone of them."""
    if one.is_cancelled:
        return _("called off"), "bad"
    if one.is_open_dated:
        return _("its date is open"), "wait"
    if one.is_over(now):
        return "", ""
    if one.is_under_way(now):
        return _("under way"), "good"
    said = {
        Answer.Says.YES.value: _("you are coming"),
        Answer.Says.MAYBE.value: _("you will try"),
        Answer.Says.NO.value: _("not this time"),
        Answer.Says.WAITING.value: _("you wait for a seat"),
    }
    return said.get(own, ""), "good" if own == Answer.Says.YES else "wait" if own == Answer.Says.WAITING else ""


def _numbers(one: Gathering, of: Mapping[str, int], *, now: datetime) -> str:
    if one.state != State.CONVENED:
        return ""
    if one.is_over(now):
        there = of.get("there", 0) + one.others_came
        return ngettext("%(n)d person", "%(n)d people", there) % {"n": there} if one.attendance_at else ""
    yes = of.get(Answer.Says.YES, 0)
    if one.capacity is not None and yes == 0:
        return ngettext("%(n)d seat", "%(n)d seats", one.capacity) % {"n": one.capacity}
    if one.capacity is not None:
        return _("%(n)d of %(seats)d") % {"n": yes, "seats": one.capacity}
    return ngettext("%(n)d coming", "%(n)d coming", yes) % {"n": yes} if yes else ""


def other_dates(gathering: Gathering, viewpoint: Viewpoint, *, now: datetime) -> Sequence[Gathering]:
    """The next dates of the series that a gathering is one of; one query, and none where it is of none."""
    if gathering.series_id is None:
        return ()
    ahead = seen_here(viewpoint).ahead(now).filter(series=gathering.series_id).exclude(pk=gathering.pk)
    return list(ahead[:DATES])
