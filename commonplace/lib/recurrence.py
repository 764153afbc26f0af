"""Days that come again: a rule of RFC 5545, a first day, and the times that follow by the clock on the wall.

A rule is read within bounds and expanded one period after the other, never past the time that is asked for. dateutil
goes on to the year 9999 in search of a day that no year has (30 February): twelve seconds for one line of a file.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import islice

from commonplace.lib.zones import wall_at

PARTS = frozenset("FREQ INTERVAL COUNT UNTIL BYDAY BYMONTHDAY BYMONTH BYSETPOS WKST".split())
LONGEST = 200  # characters of a rule
MOST_COUNT = 1000
MOST_INTERVAL = 100
# A rule may first come true after so long: the 29th of February, or a fifth Friday in it.
FIRST_WITHIN = timedelta(days=366 * 9)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FIRST, LAST = datetime(2, 1, 1), datetime(9998, 12, 1)  # noqa: DTZ001  # a week before and after it there are years
_DAY = re.compile(r"([+-]?[1-9][0-9]?)?(MO|TU|WE|TH|FR|SA|SU)")


class NotARule(ValueError):
    """These words are no rule that is kept here."""


class Step(StrEnum):
    """How long one turn of a rule is."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


@dataclass(frozen=True)
class Weekday:
    """A day of the week, Monday being 0; `nth` of its month or year, from the end where it is negative, 0 for each."""

    day: int
    nth: int = 0


@dataclass(frozen=True)
class Rule:
    """A rule that was understood."""

    step: Step
    every: int = 1
    weekdays: tuple[Weekday, ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_begins: int = 0


def parts_of(rule: str) -> dict[str, str]:
    """The parts of a rule by their names; raises NotARule where one is missing, twice, or not among those kept."""
    rule = rule.strip().upper().removeprefix("RRULE:")
    if not rule or len(rule) > LONGEST or not rule.isascii() or any(sign.isspace() for sign in rule):
        raise NotARule(rule[:LONGEST])
    parts: dict[str, str] = {}
    for part in rule.split(";"):
        name, sign, value = part.partition("=")
        if not sign or not value or name not in PARTS or name in parts:
            raise NotARule(part)
        parts[name] = value
    if parts.get("FREQ") not in list(Step) or ("COUNT" in parts and "UNTIL" in parts):
        raise NotARule(rule)
    for name, most in (("INTERVAL", MOST_INTERVAL), ("COUNT", MOST_COUNT)):
        if name in parts and not (parts[name].isdigit() and 1 <= int(parts[name]) <= most):
            raise NotARule(f"{name}={parts[name]}")
    return parts


def tidy_rule(rule: str) -> str:
    """The rule as it is kept, its parts in one order; raises NotARule."""
    parts = parts_of(rule)
    _read(parts)
    _until(parts, "UTC")
    order = ("FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST", "COUNT", "UNTIL")
    return ";".join(f"{name}={parts[name]}" for name in order if name in parts)


def walls(rule: str, start: datetime, *, after: datetime, before: datetime, zone: str = "UTC") -> Iterator[datetime]:
    """The times by the clock on the wall from `after` to `before`, `before` not among them; raises NotARule.

    `start`, `after` and `before` are told by the same clock. An UNTIL in UTC is compared in `zone`, by `lib.zones`.
    """
    parts = parts_of(rule)
    last = min(before - timedelta(microseconds=1), LAST)
    if start < FIRST:
        raise NotARule(f"{start}")
    if ends := _until(parts, zone):
        last = min(last, ends)
    read, counted = _read(parts), int(parts["COUNT"]) if "COUNT" in parts else None
    # A count has to be told from the beginning; else what was long ago is not gone through day by day.
    seen_from = start if counted is not None else max(start, after)
    for wall in islice(_times(read, start, seen_from, last), counted):
        if wall >= after:
            yield wall


def first_wall(rule: str, start: datetime, *, zone: str = "UTC") -> datetime | None:
    """The first time at which the rule comes true, from `start` on; None where that is in no nine years."""
    return next(walls(rule, start, after=start, before=start + FIRST_WITHIN, zone=zone), None)


def until_of(rule: str, zone: str) -> datetime | None:
    """Up to when a rule goes, as a clock in `zone` shows it, that time among them; raises NotARule."""
    return _until(parts_of(rule), zone)


# --- Reading ------------------------------------------------------------------------------------------------------


def _until(parts: dict[str, str], zone: str) -> datetime | None:
    text = parts.get("UNTIL")
    if text is None:
        return None
    for form in ("%Y%m%dT%H%M%SZ", "%Y%m%dT%H%M%S", "%Y%m%d"):
        try:
            said = datetime.strptime(text, form)  # noqa: DTZ007  # a clock on a wall, or told to be one below
            if form.endswith("Z"):
                return wall_at(said.replace(tzinfo=UTC), zone)
        except (ValueError, OverflowError):
            continue
        # A whole day is meant to its end.
        return said if "T" in form else said + timedelta(days=1) - timedelta(seconds=1)
    raise NotARule(f"UNTIL={text}")


def _read(parts: dict[str, str]) -> Rule:
    rule = Rule(
        step=Step(parts["FREQ"]),
        every=int(parts.get("INTERVAL", "1")),
        weekdays=tuple(weekday_of(one) for one in parts["BYDAY"].split(",")) if "BYDAY" in parts else (),
        month_days=_numbers(parts, "BYMONTHDAY", -31, 31),
        months=_numbers(parts, "BYMONTH", 1, 12),
        positions=_numbers(parts, "BYSETPOS", -366, 366),
        week_begins=weekday_of(parts.get("WKST", "MO")).day,
    )
    # RFC 5545: the nth Monday is one of a month or a year, and days of the month are none of a week.
    if rule.step in (Step.DAILY, Step.WEEKLY) and any(one.nth for one in rule.weekdays):
        raise NotARule(f"BYDAY={parts['BYDAY']}")
    if rule.step is Step.WEEKLY and rule.month_days:
        raise NotARule(f"BYMONTHDAY={parts['BYMONTHDAY']}")
    if rule.positions and not (rule.weekdays or rule.month_days or rule.months):
        raise NotARule(f"BYSETPOS={parts['BYSETPOS']}")
    return rule


def _numbers(parts: dict[str, str], name: str, least: int, most: int) -> tuple[int, ...]:
    found = set()
    for one in parts[name].split(",") if name in parts else ():
        if not re.fullmatch(r"[+-]?[0-9]{1,3}", one) or int(one) == 0 or not least <= int(one) <= most:
            raise NotARule(f"{name}={parts[name]}")
        found.add(int(one))
    return tuple(sorted(found))


def weekday_of(said: str) -> Weekday:
    """A day of the week as a rule names it; raises NotARule."""
    found = _DAY.fullmatch(said)
    if found is None or abs(int(found[1] or 0)) > 53:
        raise NotARule(said)
    return Weekday(DAYS.index(found[2]), int(found[1] or 0))


# --- Expanding ----------------------------------------------------------------------------------------------------


def _times(rule: Rule, start: datetime, seen_from: datetime, last: datetime) -> Iterator[datetime]:
    for days in _turns(rule, start.date(), seen_from.date(), last.date()):
        for day in _meant(rule, start.date(), days):
            wall = datetime.combine(day, start.time())
            if start <= wall <= last:
                yield wall


def _turns(rule: Rule, first: date, seen_from: date, last: date) -> Iterator[list[date]]:
    """The days of each period that counts, one period after the other, from about `seen_from` on."""
    begin = {
        Step.DAILY: first,
        Step.WEEKLY: first - timedelta(days=(first.weekday() - rule.week_begins) % 7),
        Step.MONTHLY: first.replace(day=1),
        Step.YEARLY: first.replace(month=1, day=1),
    }[rule.step]
    turn = _passed(rule, begin, seen_from)
    day = _begin_of(rule, begin, turn)
    while day is not None and day <= last:
        yield [day + timedelta(days=more) for more in range(_length(rule.step, day))]
        turn += rule.every
        day = _begin_of(rule, begin, turn)


def _passed(rule: Rule, begin: date, seen_from: date) -> int:
    """How many periods to pass over, of which none reaches up to a day."""
    if rule.step in (Step.DAILY, Step.WEEKLY):
        periods = (seen_from - begin).days // (1 if rule.step is Step.DAILY else 7)
    else:
        months = (seen_from.year - begin.year) * 12 + seen_from.month - begin.month
        periods = months // (1 if rule.step is Step.MONTHLY else 12)
    return max(0, periods // rule.every * rule.every)


def _begin_of(rule: Rule, begin: date, turn: int) -> date | None:
    """The first day of the period so many after the first; None after the end of the years that Python counts."""
    try:
        if rule.step in (Step.DAILY, Step.WEEKLY):
            return begin + timedelta(days=turn * (1 if rule.step is Step.DAILY else 7))
        months = begin.month - 1 + turn * (1 if rule.step is Step.MONTHLY else 12)
        return date(begin.year + months // 12, months % 12 + 1, 1)
    except (OverflowError, ValueError):
        return None


def _length(step: Step, day: date) -> int:
    if step is Step.MONTHLY:
        return monthrange(day.year, day.month)[1]
    return {Step.DAILY: 1, Step.WEEKLY: 7}.get(step, 366 if monthrange(day.year, 2)[1] == 29 else 365)


def _meant(rule: Rule, first: date, days: list[date]) -> Sequence[date]:
    """Those of a period's days that the rule means."""
    found = [day for day in days if _is_meant(rule, first, day)]
    if not rule.positions:
        return found
    places = (place - 1 if place > 0 else len(found) + place for place in rule.positions)
    return sorted({found[place] for place in places if 0 <= place < len(found)})


def _is_meant(rule: Rule, first: date, day: date) -> bool:
    months, month_days, weekdays = rule.months, rule.month_days, rule.weekdays
    if not month_days and not weekdays:
        # Where the rule names no day, that of the beginning is meant.
        if rule.step is Step.YEARLY:
            months, month_days = months or (first.month,), (first.day,)
        elif rule.step is Step.MONTHLY:
            month_days = (first.day,)
        elif rule.step is Step.WEEKLY:
            weekdays = (Weekday(first.weekday()),)
    if months and day.month not in months:
        return False
    length = monthrange(day.year, day.month)[1]
    if month_days and day.day not in month_days and day.day - length - 1 not in month_days:
        return False
    return not weekdays or any(_is_that_day(rule, one, day, length) for one in weekdays)


def _is_that_day(rule: Rule, meant: Weekday, day: date, length: int) -> bool:
    if day.weekday() != meant.day or not meant.nth:
        return day.weekday() == meant.day
    within, of = day.day, length
    if rule.step is Step.YEARLY and not rule.months:
        within, of = day.timetuple().tm_yday, _length(Step.YEARLY, day)
    return meant.nth in ((within - 1) // 7 + 1, -((of - within) // 7 + 1))
