"""A calendar that moved in is taken back: what nobody built on goes, in small steps; what people answered stays."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Deed, Flag, Hold
from commonplace.gatherings.models import Gathering, Series
from commonplace.search import index
from commonplace.store.locks import lock
from commonplace.store.steps import Steps
from commonplace.store.wiping import to_be_wiped
from commonplace.transfer.models import CalendarRun

KIND: Final = "gathering"
STEP: Final = 200


def ask_calendar_back(*, run: CalendarRun, at: datetime | None = None) -> None:
    """Have the worker take a calendar back; for stewards. Nobody is told."""
    CalendarRun.objects.filter(pk=run.pk, back_asked_at=None).update(back_asked_at=at or timezone.now())


def brought_by(run: CalendarRun) -> QuerySet[Gathering]:
    """The gatherings that came with it, those that its series went on to among them."""
    series = Series.objects.filter(community=run.community_id, origin=run.origin)
    return Gathering.objects.filter(Q(origin=run.origin) | Q(series__in=series), community=run.community_id)


def built_on(gatherings: QuerySet[Gathering], *, run: CalendarRun) -> QuerySet[Gathering]:
    """Those of these on which people have built: answered, talked about, changed, held, or whatever points at them."""
    # What came was changed before it came, and what its series went on to when it was made; all else was a human.
    changed = Q(origin=run.origin, changed_at__gt=run.begun_at) | ~Q(origin=run.origin) & Q(changed_at__gt=F("made_at"))
    theirs = changed | Q(conversation__isnull=False) | Q(attendance_at__isnull=False)
    pointing: list[Exists] = [Exists(Deed.objects.filter(what=KIND, what_id=OuterRef("pk")))]
    for link in Gathering._meta.related_objects:
        pointing.append(Exists(link.related_model._base_manager.filter(**{link.field.name: OuterRef("pk")})))
    for model in (Flag, Hold):
        pointing.append(Exists(model._base_manager.filter(kind=KIND, object_id=OuterRef("pk"))))
    return gatherings.filter(reduce(or_, map(Q, pointing), theirs))


def staying(run: CalendarRun) -> QuerySet[Gathering]:
    """What of a calendar stays when it is taken back, the latest first."""
    return built_on(brought_by(run), run=run).order_by("-starts_at", "-pk")


def go_on_taking_calendars_back(*, now: datetime) -> int:
    """Take back what was asked to be; how many gatherings went. Whatever kills this, the next goes on."""
    return sum(
        _take_back(run, now)
        for run in CalendarRun.objects.filter(back_asked_at__isnull=False).order_by("back_asked_at", "pk")
    )


def _take_back(run: CalendarRun, now: datetime) -> int:
    # From here on none of its series goes on.
    Series.objects.filter(community=run.community_id, origin=run.origin, ended_at=None).update(
        ended_at=now, changed_at=now, sequence=F("sequence") + 1
    )
    gone, last = 0, 0
    steps = Steps(most=STEP)
    while True:
        went: list[int] = []

        def step(size: int, after: int = last, went: list[int] = went) -> int:
            some = list(brought_by(run).filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:size])
            went += some
            return _go(run, some)

        gone += steps.take(step)
        if not went:
            break
        last = went[-1]
    steps.take(lambda _size: _end(run))
    return gone


def _go(run: CalendarRun, some: Collection[int]) -> int:
    """Take these out as far as nobody built on them; looked at once nobody can answer them meanwhile."""
    lock(Gathering.objects.filter(pk__in=some).only("pk"), even_names=True)
    rows = Gathering.objects.filter(pk__in=some)
    stays = set(built_on(rows, run=run).values_list("pk", flat=True))
    going = sorted(set(some) - stays)
    index.drop(KIND, going)
    Gathering.objects.filter(pk__in=going).delete()
    return len(going)


def _end(run: CalendarRun) -> int:
    """The series without a date, and the run itself."""
    empty: Sequence[int] = list(
        Series.objects.filter(community=run.community_id, origin=run.origin, gatherings=None).values_list(
            "pk", flat=True
        )
    )
    Series.objects.filter(pk__in=empty).delete()
    CalendarRun.objects.filter(pk=run.pk).delete()
    ledger.changed([run.community_id])
    to_be_wiped(now=timezone.now())
    return 0
