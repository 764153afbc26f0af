"""What in a season is worth a word: too little, too much, and half a year of the same form.

After principle 7 of Wenger, McDermott & Snyder (2002), a rhythm that is strong and not breathless, and principle 6,
familiarity and excitement. Days are those of each gathering's own clock; weeks begin on Monday.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np

from commonplace.cultivation.season.meeting import Meeting, ahead, been, in_order
from commonplace.lib.weeks import monday_of

A_YEAR = timedelta(days=365)
HALF_A_YEAR = timedelta(days=182)
# So many days on which people met tell a pace, and so many weeks what is usual in one.
TELL_A_PACE = 3
# A silence is worth a word when it is this many times as long as is usual here, and never under a fortnight.
SILENCE_FACTOR = 1.5
LEAST_SILENCE = timedelta(days=14)
# Gatherings are called about so long before; what nobody has planned within it is not missed yet.
CALLED_BEFORE = timedelta(days=14)
# Twice the usual week is full, where it is an hour more at least.
FULL_FACTOR, FULL_MORE = 2, 60
# Minutes a week that so few people named could be somebody's.
FEWEST = 5
STEP = 30
# Half a year of one form: so many gatherings at least, the first of them in the first weeks of it.
SAME_FORM, FIRST_WEEKS = 4, timedelta(days=35)
NEXT_WEEKS = timedelta(days=56)


@dataclass(frozen=True)
class Silence:
    """Days without a gathering, both included, longer than `usual` days; `is_open` where nothing follows."""

    first: date
    last: date
    usual: float
    is_open: bool = False

    @property
    def days(self) -> int:
        """How many days it takes."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Allowed:
    """The minutes that gatherings may take in a week: what members `declared`, else what is usual here, twice."""

    minutes: int
    is_declared: bool


@dataclass(frozen=True)
class Full:
    """A week with more gatherings than is allowed."""

    monday: date
    minutes: int
    gatherings: int
    allowed: Allowed


@dataclass(frozen=True)
class SameForm:
    """Every gathering of half a year had one form."""

    form: str
    name: str
    gatherings: int


def usual_pause(meetings: Iterable[Meeting], *, now: datetime) -> float | None:
    """The 90th percentile of the days between one gathering and the next over half a year, or over a year where that
    tells no pace; None where neither does.
    """
    held = been(meetings, now)
    for lately in (HALF_A_YEAR, A_YEAR):
        days = sorted({one.day for one in held if one.starts_at > now - lately})
        if len(days) >= TELL_A_PACE:
            return float(np.percentile(np.diff([day.toordinal() for day in days]), 90))
    return None


def longest_pause(usual: float) -> timedelta:
    """A pause that is no silence yet."""
    return max(LEAST_SILENCE, timedelta(days=SILENCE_FACTOR * usual))


def silences(meetings: Iterable[Meeting], *, now: datetime, first: date, last: date) -> list[Silence]:
    """Pauses that are longer than is usual here, between gatherings from `first` to `last`; the last is open while
    nothing is planned that would end it, once it is time to call something.
    """
    meetings = list(meetings)
    usual = usual_pause(meetings, now=now)
    if usual is None:
        return []
    limit = longest_pause(usual)
    days = sorted({one.day for one in meetings if one.has_date and one.day <= last})
    found = [
        Silence(one + timedelta(days=1), other - timedelta(days=1), usual)
        for one, other in pairwise(days)
        if other - one > limit and other > first
    ]
    if days and days[-1] + limit <= now.date() + CALLED_BEFORE:
        found.append(Silence(days[-1] + timedelta(days=1), last, usual, is_open=True))
    return found


def allowed(meetings: Iterable[Meeting], declared: Sequence[int], *, now: datetime) -> Allowed | None:
    """What a week may hold: half of those who said how much time they give, where five did, give that much or more.

    It is said in steps of half an hour, so that nobody's own number is read off it. Where fewer said it, twice what is
    usual in a week with gatherings; None where that is not known either.
    """
    if len(declared) >= FEWEST:
        half = sorted(declared)[len(declared) // 2]
        return Allowed(max(STEP, half // STEP * STEP), is_declared=True)
    weeks = minutes_by_week(one for one in been(meetings, now) if one.starts_at > now - A_YEAR)
    if len(weeks) < TELL_A_PACE:
        return None
    usual = float(np.median(list(weeks.values())))
    return Allowed(int(max(FULL_FACTOR * usual, usual + FULL_MORE)), is_declared=False)


def minutes_by_week(meetings: Iterable[Meeting]) -> dict[date, int]:
    """How long people meet in each week in which they do."""
    weeks: dict[date, int] = {}
    for one in in_order(one for one in meetings if one.has_date):
        monday = monday_of(one.day)
        weeks[monday] = weeks.get(monday, 0) + one.minutes
    return weeks


def full_weeks(meetings: Iterable[Meeting], may: Allowed | None) -> list[Full]:
    """Weeks with more than is allowed, in order. What is only usual here is passed over where it is one gathering."""
    if may is None:
        return []
    meetings = list(meetings)
    many: dict[date, int] = {}
    for one in meetings:
        if one.has_date:
            many[monday_of(one.day)] = many.get(monday_of(one.day), 0) + 1
    return [
        Full(monday, minutes, many[monday], may)
        for monday, minutes in sorted(minutes_by_week(meetings).items())
        if minutes > may.minutes and (may.is_declared or many[monday] > 1)
    ]


def same_form(meetings: Iterable[Meeting], *, now: datetime) -> SameForm | None:
    """The one form that all gatherings of half a year had, where nothing else is planned for the next weeks."""
    meetings = list(meetings)
    held = [one for one in been(meetings, now) if one.starts_at > now - HALF_A_YEAR]
    if len(held) < SAME_FORM or held[0].starts_at > now - HALF_A_YEAR + FIRST_WEEKS:
        return None
    coming = [one for one in ahead(meetings, now) if one.starts_at < now + NEXT_WEEKS]
    forms = {one.form for one in (*held, *coming)}
    if len(forms) > 1 or not held[-1].form:
        return None
    return SameForm(held[-1].form, held[-1].form_name, len(held))
