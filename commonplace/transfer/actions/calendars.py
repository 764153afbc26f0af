"""Calendars moving in: each event becomes a gathering, each that comes again a series with its dates.

An event is known by its UID, a date of a series by the day that the rule put it on as well. What is here already is
left as people here made it since. An event with all its dates is one transaction: a run that is killed leaves whole
events behind, and the same command goes on after them. Nobody is told, and no deed is written, for nobody here did it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from commonplace.communities import ledger
from commonplace.communities.models import Community, Space
from commonplace.communities.modules import is_on
from commonplace.gatherings.actions.convening import LONGEST, SHORTEST, ImpossibleTime, Plan, written
from commonplace.gatherings.actions.indexing import keep_in_index
from commonplace.gatherings.models import Gathering, Series, State
from commonplace.gatherings.models.series import as_id
from commonplace.gatherings.models.terms import CARRIED
from commonplace.lib.calendars.events import Event, walls_of
from commonplace.lib.calendars.reading import NoCalendar, Unreadable, read
from commonplace.lib.text import excerpt, one_line, tidy
from commonplace.lib.zones import NoSuchZone
from commonplace.transfer.models import CalendarRun

MODULE: Final = "gatherings"
# So far ahead the dates of a series are rows; of later ones the rule says when they are.
AHEAD: Final = timedelta(days=400)
MOST_DATES: Final = 2000
MOST_TITLE, MOST_PURPOSE, MOST_PLACE, MOST_LINK = 200, 400, 300, 500


@dataclass
class Moved:
    """What came of it: `read` is `kept` and `already` and `unreadable`, in events; `dates` counts gatherings made."""

    kept: int = 0
    already: int = 0
    series: int = 0
    dates: int = 0
    passed_over: int = 0
    unreadable: list[tuple[Path, Unreadable]] = field(default_factory=list)

    @property
    def read(self) -> int:
        return self.kept + self.already + len(self.unreadable)


class _NotKept(ValueError):
    """Why an event that was read is no gathering."""


def move_in(
    *,
    files: Iterable[Path],
    space: Space,
    now: datetime,
    floating: str = "UTC",
    watch: Callable[[int, int], None] = lambda done, whole: None,
) -> Moved:
    """Keep the events of some files in a space; `watch` is told how many of how many are done."""
    moved, files = Moved(), list(files)
    run = CalendarRun.objects.create(
        community=space.community, space=space, name=", ".join(one.name for one in files)[:200], begun_at=now
    )
    for file in files:
        try:
            reading = read(file.read_bytes(), floating=floating)
        except NoCalendar as problem:
            moved.unreadable.append((file, Unreadable(1, file.name, str(problem))))
            continue
        moved.passed_over += reading.passed_over
        moved.unreadable += [(file, one) for one in reading.unreadable]
        groups = _by_uid(reading.events)
        for done, events in enumerate(groups, 1):
            _keep_whole(events, run, file, moved, now)
            watch(done, len(groups))
    if moved.kept:
        _switch_on(space.community)
        CalendarRun.objects.filter(pk=run.pk).update(finished_at=timezone.now())
    else:
        run.delete()
    return moved


def _by_uid(events: Iterable[Event]) -> list[list[Event]]:
    """The events of one UID together: the series first, then its dates, of each the latest version first."""
    groups: dict[str, list[Event]] = defaultdict(list)
    for one in events:
        groups[one.uid].append(one)
    for group in groups.values():
        group.sort(key=lambda one: ("" if one.instead_of is None else as_id(one.instead_of), -one.sequence))
    return list(groups.values())


def _keep_whole(events: Sequence[Event], run: CalendarRun, file: Path, moved: Moved, now: datetime) -> None:
    """Keep the events of one UID, all or none."""
    with transaction.atomic():
        keeper, kept = _Keeper(run, now), moved.kept
        for one in events:
            try:
                with transaction.atomic():
                    is_new = keeper.keep(one)
            except (_NotKept, ImpossibleTime, NoSuchZone) as problem:
                why = str(problem) if isinstance(problem, _NotKept) else "No gathering can be then."
                moved.unreadable.append((file, Unreadable(0, one.title[:80], why)))
            else:
                moved.kept += is_new
                moved.already += not is_new
        keep_in_index(keeper.made)
        if keeper.made:
            ledger.changed([run.community_id])
            CalendarRun.objects.filter(pk=run.pk).update(
                kept=F("kept") + moved.kept - kept,
                series=F("series") + keeper.series_made,
                dates=F("dates") + len(keeper.made),
            )
    moved.dates += len(keeper.made)
    moved.series += keeper.series_made


class _Keeper:
    """Keeps the events of one UID."""

    def __init__(self, run: CalendarRun, now: datetime) -> None:
        self.made: list[Gathering] = []
        self.series_made = 0
        self._space, self._origin, self._now = run.space, run.origin, now
        self._series: Series | None = None
        self._changed: set[UUID] = set()

    def keep(self, event: Event) -> bool:
        """Whether it was new. Raises _NotKept, ImpossibleTime and NoSuchZone."""
        if event.rule or event.added:
            return self._keep_series(event)
        name = self._name(event.uid, event.instead_of)
        there = Gathering.objects.filter(uid=name).first()
        series = self._series or Series.objects.filter(uid=self._name(event.uid)).first()
        if event.instead_of is None or series is None:
            if there is not None:
                return False
            self._save([self._row(event, name)])
            return True
        day = as_id(event.instead_of)
        if there is None:
            row = self._row(event, name)
            row.series, row.recurrence_id = series, day
            self._save([row])
            self._changed.add(name)
            return True
        if self._series is None or name in self._changed:
            return False  # a date of a series that was here before, or an older version of one
        row = self._row(event, name)
        row.pk, row.series, row.recurrence_id = there.pk, series, day
        row.save()
        self._changed.add(name)
        self.made = [one for one in self.made if one.pk != row.pk] + [row]
        return True

    def _keep_series(self, event: Event) -> bool:
        name = self._name(event.uid)
        if Series.objects.filter(uid=name).exists():
            return False
        until = self._now + AHEAD
        told = self._row(event, name)
        series = Series(
            uid=name,
            rule=event.rule or "FREQ=DAILY;COUNT=1",
            exdates=[as_id(wall) for wall in event.left_out],
            wall_on=told.wall_on,
            made_until=until.date(),
            origin=self._origin,
            sequence=told.sequence,
            made_at=told.made_at,
            changed_at=told.changed_at,
            **{column: getattr(told, column) for column in CARRIED},
        )
        if event.is_cancelled:
            series.ended_at = event.changed_at or self._now
        series.save(force_insert=True)
        rows = []
        for wall in islice(walls_of(event, end=until), MOST_DATES):
            row = self._row(event, self._name(event.uid, wall), wall)
            row.series, row.recurrence_id = series, as_id(wall)
            rows.append(row)
        if not rows:
            raise _NotKept("It has no date at all.")
        if len(rows) == MOST_DATES:
            # What was cut off is made from the day of the last one on.
            series.made_until = rows[-1].wall_on
            series.save(update_fields=["made_until"])
        self._save(rows)
        self._series = series
        self.series_made += 1
        return True

    def _save(self, rows: list[Gathering]) -> None:
        Gathering.objects.bulk_create(rows, batch_size=200)
        self.made += rows

    def _name(self, uid: str, of: datetime | None = None) -> UUID:
        """The same for the same event in the same community, and nobody else's."""
        day = f":{as_id(of)}" if of is not None else ""
        return uuid5(NAMESPACE_URL, f"urn:commonplace:ics:{self._space.community_id}:{uid}{day}")

    def _row(self, event: Event, name: UUID, wall: datetime | None = None) -> Gathering:
        if event.minutes > LONGEST:
            raise _NotKept("It lasts longer than two weeks.")
        row = written(
            by=None, space=self._space, plan=_plan(event, wall or event.wall), at=self._now, origin=self._origin
        )
        row.uid, row.sequence = name, min(event.sequence, 1 << 30)
        row.made_at = event.made_at or event.changed_at or self._now
        # Later than now it was changed by nobody.
        row.changed_at = min(event.changed_at or self._now, self._now)
        if event.is_cancelled:
            row.state, row.cancelled_at = State.CANCELLED, row.changed_at
        return row


def _plan(event: Event, wall: datetime) -> Plan:
    place, link, about = one_line(event.place), event.link, tidy(event.about).strip()
    if _is_link(place):
        place, link, about = "", place, "\n\n".join(filter(None, (about, link)))
    if link and not (_is_link(link) and len(link) <= MOST_LINK):
        about, link = "\n\n".join(filter(None, (about, link))), ""
    purpose = one_line(about)
    return Plan(
        title=one_line(event.title)[:MOST_TITLE] or _("Without a title"),
        wall=wall.replace(second=0),
        zone=event.zone,
        minutes=max(SHORTEST, event.minutes),
        purpose=excerpt(purpose, MOST_PURPOSE - 1),
        # What does not fit into a line is kept whole.
        prepare=about if len(purpose) >= MOST_PURPOSE - 1 or "\n" in about else "",
        place=place[:MOST_PLACE],
        link=link,
    )


def _is_link(said: str) -> bool:
    return said.lower().startswith(("https://", "http://")) and " " not in said


def _switch_on(community: Community) -> None:
    """What moved in is nowhere to be seen where gatherings are switched off."""
    with transaction.atomic():
        ledger.changed([community.pk])
        here = Community.objects.get(pk=community.pk)
        if not is_on(here, MODULE):
            here.modules = [*here.modules, MODULE]
            here.save(update_fields=["modules"])
