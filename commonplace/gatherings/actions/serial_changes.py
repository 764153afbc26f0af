"""A whole series is changed at once: this date and all that follow, or all from now on.

Dates take over what changed where they were as the series has it. What somebody made otherwise on one date stays: a
title of its own, another hour, and that it is called off. Dates before keep their series as it was, ended there; the
others are a series of their own from then on. Whoever answered is told in one letter, and what they said stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from commonplace.communities.doors import Confidence
from commonplace.gatherings.actions.answering import IsOff, held_still, move_up
from commonplace.gatherings.actions.attending import tell_as
from commonplace.gatherings.actions.changes import note
from commonplace.gatherings.actions.changing import TELLS, IsLooser, require_silence
from commonplace.gatherings.actions.convening import Plan, said_in
from commonplace.gatherings.actions.deeds import record
from commonplace.gatherings.actions.indexing import keep_in_index
from commonplace.gatherings.actions.rights import NotTheirs
from commonplace.gatherings.actions.serial import HORIZON, MOST_DATES, make_dates, may_lead
from commonplace.gatherings.models import Answer, Gathering, Series, State
from commonplace.gatherings.models.gathering import GatheringQuerySet
from commonplace.gatherings.models.series import as_id
from commonplace.gatherings.rooms import new_room
from commonplace.lib.recurrence import LONGEST, NotARule, Step, parts_of, walls
from commonplace.lib.rules_moved import NotMovable, ended_rule, moved_rule, rest_of_rule
from commonplace.lib.zones import moment
from commonplace.people.models import Person
from commonplace.store.locks import lock

__all__ = ["NotMovable", "change_series"]

# What is said of every date, but for when it is.
WORDS = ("title", "purpose", "place", "link", "telephone", "capacity", "prepare", "confidence", "minutes")
# A date by the rule is that of before within so many days: of months, the second Wednesday may be a week from it.
NEAR = timedelta(days=7)
SAVED = ("series", "recurrence_id", "known_uid", "known_id", "known_zone", "room", "sequence", "changed_at")
WHEN = ("wall_on", "wall_time", "zone", "starts_at", "ends_at")


def change_series(
    *, by: Person, gathering: Gathering, plan: Plan, from_now_on: bool = False, at: datetime | None = None
) -> Gathering:
    """Change this date and all that follow it, or with `from_now_on` every date that is not over.

    Gives the date as it is now. Raises NotTheirs, IsOff, IsOver, IsLooser, IsTalkedAbout, NotMovable, ImpossibleTime
    and `zones.NoSuchZone`.
    """
    at = at or timezone.now()
    if gathering.series is None or gathering.series_id is None or not may_lead(by, gathering.series):
        raise NotTheirs(f"{by} does not lead the series of {gathering.pk}")
    said = said_in(plan, gathering.space, room=gathering.room)
    with transaction.atomic():
        found = lock(Series.objects.filter(pk=gathering.series_id, ended_at=None))
        if not found:
            raise IsOff(gathering.series_id)
        standing = held_still(gathering, at=at)
        change = _Change(found[0], standing, said, at)
        rows = lock(change.dates(from_now_on=from_now_on))
        for row in rows:
            row.community, row.space = gathering.community, gathering.space
        change.take(rows)
        change.save()
        record("changed_gathering", by=by, gathering=change.one, at=at)
        # Of the dates of a year few have answers.
        answered = set(Answer.objects.to_be_told().filter(gathering__in=rows).values_list("gathering_id", flat=True))
        note([pair for pair in change.told if pair[1].pk in answered], but=by, at=at)
        for row in change.rows:
            if row.pk in answered and row.state == State.CONVENED and not row.is_over(at):
                move_up(row, at=at)
        make_dates(series=change.series, now=at)
    return change.one


@dataclass
class _Change:
    """What becomes of a series: `standing` is the date on whose page it was said, `said` what every column is to be."""

    earlier: Series
    standing: Gathering
    said: Mapping[str, object]
    at: datetime
    series: Series = field(init=False)
    rows: list[Gathering] = field(default_factory=list)
    told: list[tuple[Gathering, Gathering]] = field(default_factory=list)

    @property
    def one(self) -> Gathering:
        """The date on whose page it was said, as it is now."""
        return next(row for row in self.rows if row.pk == self.standing.pk)

    @property
    def has_other_room(self) -> bool:
        """Whether it is to have a room of the operator's own, and had none, or the other way round."""
        return bool(self.said["room"]) != bool(self.standing.room)

    def dates(self, *, from_now_on: bool) -> GatheringQuerySet:
        """The dates that it concerns."""
        begin = self.standing.recurrence_id
        if from_now_on:
            ahead = self.earlier.gatherings.filter(state=State.CONVENED, ends_at__gt=self.at)
            begin = min(begin, ahead.order_by("recurrence_id").values_list("recurrence_id", flat=True).first() or begin)
        return self.earlier.gatherings.filter(recurrence_id__gte=begin)

    def take(self, rows: list[Gathering]) -> None:
        """Work out the series and each of its dates; raises what `change_series` does."""
        self.rows = sorted(rows, key=lambda row: row.recurrence_id)
        self._require_strict()
        is_moved = any(getattr(self.standing, name) != self.said[name] for name in ("wall_on", "wall_time", "zone"))
        by_rule = self._moved_walls() if is_moved else {}
        self.series = self._series(by_rule)
        for row in self.rows:
            before = copy(row)
            self._say(row)
            old = datetime.fromisoformat(before.recurrence_id)
            if is_moved and old in by_rule:
                self._move(row, old, by_rule[old])
            row.series, row.recurrence_id = self.series, as_id(by_rule.get(old, old))
            row.changed_at = self.at
            if any(getattr(before, name) != getattr(row, name) for name in TELLS):
                row.sequence = max(before.sequence, self.earlier.sequence) + 1
            if row.known_uid is None and (before.recurrence_id, self.earlier.zone, self.earlier.uid) != (
                *(row.recurrence_id, self.series.zone, self.series.uid),
            ):
                row.known_uid, row.known_id, row.known_zone = (
                    *(self.earlier.uid, before.recurrence_id, self.earlier.zone),
                )
            self.told.append((before, row))

    def save(self) -> None:
        """Keep all of it."""
        self.series.save()
        if self.series.pk != self.earlier.pk:
            self._end_earlier()
        if self.series.pk == self.earlier.pk:
            # The names of dates may pass over each other, which no two may have at one moment.
            Gathering.objects.filter(pk__in=[row.pk for row in self.rows]).update(series=None)
        for row in self.rows:
            row.series = self.series
        Gathering.objects.bulk_update(self.rows, [*WORDS, *WHEN, *SAVED], batch_size=50)
        for before, row in self.told:
            tell_as(row, before=before)
        keep_in_index(self.rows)
        self.told = [
            (before, row)
            for before, row in self.told
            if row.state == State.CONVENED and any(getattr(before, name) != getattr(row, name) for name in TELLS)
        ]

    def _require_strict(self) -> None:
        wanted = Confidence(str(self.said["confidence"])).strictness
        looser = [row.pk for row in self.rows if wanted < Confidence(row.confidence).strictness]
        if Gathering.objects.filter(pk__in=looser, answers__isnull=False).exists():
            raise IsLooser(self.earlier.pk)
        require_silence(self.rows, wanted=str(self.said["confidence"]), space=self.standing.space)

    def _say(self, row: Gathering) -> None:
        """What changed, on a date that had it as the series does; and on the date itself whatever was said."""
        if row.pk == self.standing.pk:
            row.room = str(self.said["room"])
        elif self.has_other_room and bool(row.room) == bool(self.earlier.room):
            row.room = new_room() if self.said["room"] else ""
        for name in WORDS:
            is_its_own = row.pk == self.standing.pk
            is_changed = getattr(self.standing, name) != self.said[name]
            if is_its_own or (is_changed and getattr(row, name) == getattr(self.earlier, name)):
                setattr(row, name, self.said[name])
        row.ends_at = row.starts_at + timedelta(minutes=row.minutes)

    def _move(self, row: Gathering, old: datetime, new: datetime) -> None:
        """To where the rule has it now, unless it was moved before: then it stays there."""
        if row.pk != self.standing.pk and (row.wall, row.zone) != (old, self.earlier.zone):
            return
        if row.is_over(self.at):
            return
        zone = str(self.said["zone"])
        row.wall_on, row.wall_time, row.zone = new.date(), new.time(), zone
        row.starts_at = moment(new, zone)
        row.ends_at = row.starts_at + timedelta(minutes=row.minutes)

    def _wall(self) -> datetime:
        """What the clock is to show as the date begins on whose page it was said."""
        on, hour = self.said["wall_on"], self.said["wall_time"]
        return datetime.combine(on, hour)  # type: ignore[arg-type]  # a day and an hour, by `said_in`

    def _moved_walls(self) -> dict[datetime, datetime]:
        """For each date by the rule of before, from the first that is concerned, the one that it is now."""
        named = self.standing.rule_wall or self.standing.wall
        first = datetime.fromisoformat(self.rows[0].recurrence_id)
        wall = self._wall()
        days = wall.date() - named.date()
        self._rule = moved_rule(self.earlier.rule, named.date(), wall.date())
        begin = datetime.combine(first.date() + days, wall.time())
        last = max(self.at.replace(tzinfo=None), datetime.fromisoformat(self.rows[-1].recurrence_id)) + HORIZON
        before = list(self._by_rule(self.earlier.rule, self.earlier.wall, first, last, self.earlier.zone))
        rest = rest_of_rule(self._rule, 0, zone=self.earlier.zone, days=days.days, hour=self.earlier.wall_time)
        endless = {name: said for name, said in parts_of(rest).items() if name != "COUNT"}
        anchor = begin.replace(day=1) if endless["FREQ"] == Step.MONTHLY else begin
        rule = ";".join(f"{name}={said}" for name, said in endless.items())
        free = list(self._by_rule(rule, anchor, begin - NEAR, last + NEAR, str(self.said["zone"])))
        return self._paired(before, free, days, wall)

    def _paired(
        self, before: Sequence[datetime], free: Sequence[datetime], days: timedelta, wall: datetime
    ) -> dict[datetime, datetime]:
        there, found = set(free), {}
        for old in before:
            meant = datetime.combine(old.date() + days, wall.time())
            near = (
                [meant]
                if meant in there
                else sorted((one for one in there if abs(one - meant) <= NEAR), key=lambda one: (abs(one - meant), one))
            )
            if near:
                found[old] = near[0]
                there.discard(near[0])
        if not before or before[0] not in found:
            raise NotMovable(self.earlier.rule)
        return found

    def _by_rule(self, rule: str, start: datetime, after: datetime, before: datetime, zone: str) -> Iterable[datetime]:
        try:
            return list(islice(walls(rule, start, after=after, before=before, zone=zone), 2 * MOST_DATES))
        except (NotARule, OverflowError) as problem:
            raise NotMovable(rule) from problem

    def _series(self, by_rule: Mapping[datetime, datetime]) -> Series:
        """The series as it goes on: itself where nothing of it was before, else another."""
        first = datetime.fromisoformat(self.rows[0].recurrence_id)
        made = copy(self.earlier)
        is_split = self.earlier.gatherings.filter(recurrence_id__lt=self.rows[0].recurrence_id).exists()
        if is_split:
            made.pk, made.uid, made._state.adding = None, uuid4(), True
        for name in WORDS:
            if getattr(self.standing, name) != self.said[name]:
                setattr(made, name, self.said[name])
        if self.has_other_room:
            made.room = new_room() if self.said["room"] else ""
        made.changed_at, made.sequence = self.at, self.earlier.sequence + 1
        if by_rule or is_split:
            begin = min(by_rule) if by_rule else first
            wall = by_rule.get(begin, begin)
            made.rule = rest_of_rule(
                self._rule if by_rule else made.rule,
                self._passed(first),
                zone=self.earlier.zone,
                days=(wall.date() - begin.date()).days,
                hour=self.earlier.wall_time,
            )
            made.wall_on, made.wall_time = wall.date(), wall.time()
            left_out = [datetime.fromisoformat(one) for one in self.earlier.exdates if one >= as_id(first)]
            made.exdates = sorted(as_id(by_rule.get(one, one)) for one in left_out)
        if by_rule:
            made.zone, made.made_until = str(self.said["zone"]), None
        return made

    def _passed(self, first: datetime) -> int:
        """How many dates by the rule were before."""
        if "COUNT" not in parts_of(self.earlier.rule):
            return 0
        earlier = self.earlier
        return sum(
            1 for _wall in walls(earlier.rule, earlier.wall, after=earlier.wall, before=first, zone=earlier.zone)
        )

    def _end_earlier(self) -> None:
        """Dates before stay by the rule, up to the last of them."""
        earlier = self.earlier
        first = datetime.fromisoformat(self.told[0][0].recurrence_id)
        by_rule = list(walls(earlier.rule, earlier.wall, after=earlier.wall, before=first, zone=earlier.zone))
        rule = ended_rule(earlier.rule, by_rule[-1] if by_rule else earlier.wall)
        if len(rule) <= LONGEST:
            earlier.rule = rule
        else:
            earlier.ended_at = self.at
        earlier.exdates = [one for one in earlier.exdates if one < as_id(first)]
        earlier.changed_at, earlier.sequence = self.at, earlier.sequence + 1
        earlier.save(update_fields=["rule", "ended_at", "exdates", "changed_at", "sequence"])
