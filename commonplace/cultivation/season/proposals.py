"""What could be called next, from what was attended well here; never from fewer than three gatherings.

The same gatherings in any order give the same proposals.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from statistics import median

from commonplace.cultivation.season.marks import Allowed, Silence
from commonplace.cultivation.season.meeting import Meeting, ahead, been
from commonplace.lib.weeks import monday_of

FEWEST = 3  # gatherings
SHOWN = 3
# People need so long to make room for it, and nobody plans further than half a year.
SOONEST, LATEST = timedelta(days=7), timedelta(days=182)


@dataclass(frozen=True)
class Slot:
    """A weekday (0 is Monday) and an hour by the clock of a zone."""

    weekday: int
    at: time
    zone: str


@dataclass(frozen=True)
class Proposal:
    """One day and hour for one form, with what it is drawn from: gatherings then (`evidence`, latest first), half
    of which had `people` or more, beside `overall` for all of them, `of`.

    `copies` is the latest of them, whose words a new one may begin with; nothing where each had its own.
    """

    form: str
    form_name: str
    day: date
    slot: Slot
    minutes: int
    people: int
    overall: int
    of: int
    evidence: tuple[Meeting, ...]
    copies: int | None
    silence: Silence | None = None


def proposals(
    meetings: Iterable[Meeting],
    *,
    now: datetime,
    today: date,
    silences: Sequence[Silence] = (),
    may: Allowed | None = None,
    closed: Collection[date] = (),
) -> list[Proposal]:
    """At most three, at most one of a form and one a week, those that were attended best first."""
    meetings = list(meetings)
    known = [one for one in been(meetings, now) if one.there is not None]
    if len(known) < FEWEST:
        return []
    overall = _half(known)
    forms: dict[str, list[Meeting]] = {}
    for one in known:
        forms.setdefault(one.form, []).append(one)
    found: list[Proposal] = []
    for chosen in sorted(filter(None, map(_best, forms.values())), key=_rank):
        slot, evidence = chosen
        if _half(evidence) < max(1, overall):
            continue
        minutes = _usual_minutes(evidence)
        taken = [*((one.day, one.minutes) for one in meetings if one.has_date), *((p.day, p.minutes) for p in found)]
        coming = [one for one in ahead(meetings, now) if one.form == evidence[-1].form]
        open_days = _open_days(slot, minutes, today=today, taken=taken, may=may, closed=closed)
        day, silence = _when(list(open_days), evidence, coming, [one for one in silences if one.last > today])
        if day is None or any(monday_of(one.day) == monday_of(day) for one in found):
            continue
        latest = evidence[-1]
        found.append(
            Proposal(
                form=latest.form,
                form_name=latest.form_name,
                day=day,
                slot=slot,
                minutes=minutes,
                people=_half(evidence),
                overall=overall,
                of=len(known),
                evidence=tuple(reversed(evidence)),
                copies=latest.pk if latest.form else None,
                silence=silence,
            )
        )
    return found[:SHOWN]


def _half(meetings: Sequence[Meeting]) -> int:
    """So many people or more were at half of these."""
    return int(median(one.there or 0 for one in meetings))


def _best(of_a_form: list[Meeting]) -> tuple[Slot, list[Meeting]] | None:
    """The weekday and hour at which this form was attended best, from three gatherings on."""
    slots: dict[Slot, list[Meeting]] = {}
    for one in of_a_form:
        slots.setdefault(Slot(one.day.weekday(), one.wall.time(), one.zone), []).append(one)
    enough = [(slot, held) for slot, held in slots.items() if len(held) >= FEWEST]
    return min(enough, key=_rank, default=None)


def _rank(chosen: tuple[Slot, list[Meeting]]) -> tuple[object, ...]:
    """Best attended first, then what was held most often; what is left is decided by what can be read off a wall."""
    slot, held = chosen
    return (-_half(held), -len(held), slot.weekday, slot.at, slot.zone, held[-1].form)


def _usual_minutes(held: Sequence[Meeting]) -> int:
    return max(5, round(median(one.minutes for one in held) / 5) * 5)


def _open_days(
    slot: Slot,
    minutes: int,
    *,
    today: date,
    taken: Sequence[tuple[date, int]],
    may: Allowed | None,
    closed: Collection[date],
) -> Iterator[date]:
    """The days of that weekday on which nothing else is, nobody has a holiday that many have, and the week has room."""
    days = {day for day, _minutes in taken}
    weeks: dict[date, int] = {}
    for day, length in taken:
        weeks[monday_of(day)] = weeks.get(monday_of(day), 0) + length
    day = today + SOONEST + timedelta(days=(slot.weekday - (today + SOONEST).weekday()) % 7)
    while day <= today + LATEST:
        has_room = may is None or weeks.get(monday_of(day), 0) + minutes <= may.minutes
        if day not in days and day not in closed and has_room:
            yield day
        day += timedelta(days=7)


def _when(
    days: list[date], held: Sequence[Meeting], coming: Sequence[Meeting], silences: Sequence[Silence]
) -> tuple[date | None, Silence | None]:
    """The first day that breaks a silence; else, where nothing of the form is planned, the first at its own pace."""
    for silence in silences:
        for day in days:
            if silence.first <= day <= silence.last:
                return day, silence
    if coming:
        return None, None
    on = sorted({one.day for one in held})
    gaps = [(other - one).days for one, other in pairwise(on)]
    due = on[-1] + timedelta(days=int(median(gaps)) if gaps else 0)
    return next((day for day in days if day >= due), None), None
