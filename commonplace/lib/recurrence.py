"""Days that come again: a rule of RFC 5545, a first day, and the times that follow by the clock on the wall.

A rule is read within bounds: it steps by days, weeks, months or years, and is only ever asked for a stretch of time, so
that no rule, however it is written, gives a million dates or searches for one for ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from dateutil.rrule import rrule, rrulestr

from commonplace.lib.zones import wall_at

STEPS = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
PARTS = frozenset("FREQ INTERVAL COUNT UNTIL BYDAY BYMONTHDAY BYMONTH BYSETPOS WKST".split())
# How far the numbers of a part go, from the end of the month or the year too.
NUMBERS = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYSETPOS": 366}
LONGEST = 200  # characters of a rule
MOST_COUNT = 1000
MOST_INTERVAL = 100
# A rule may first come true after so long: the 29th of February, or a fifth Friday in it.
FIRST_WITHIN = timedelta(days=366 * 9)


class NotARule(ValueError):
    """These words are no rule that is kept here."""


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
    if parts.get("FREQ") not in STEPS or ("COUNT" in parts and "UNTIL" in parts):
        raise NotARule(rule)
    for name, most in (("INTERVAL", MOST_INTERVAL), ("COUNT", MOST_COUNT)):
        if name in parts and not (parts[name].isdigit() and 1 <= int(parts[name]) <= most):
            raise NotARule(f"{name}={parts[name]}")
    for name, most in NUMBERS.items():
        for number in parts.get(name, "1").split(","):
            if not re.fullmatch(r"[+-]?[1-9]\d{0,2}", number) or abs(int(number)) > most:
                raise NotARule(f"{name}={parts[name]}")
    return parts


def tidy_rule(rule: str) -> str:
    """The rule as it is kept, its parts in one order; raises NotARule."""
    parts = parts_of(rule)
    order = ("FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST", "COUNT", "UNTIL")
    _until(parts, "UTC")
    tidied = ";".join(f"{name}={parts[name]}" for name in order if name in parts)
    _built(parts, datetime(2026, 1, 1), until=datetime(2026, 1, 2))  # noqa: DTZ001  # a clock on a wall
    return tidied


def walls(rule: str, start: datetime, *, after: datetime, before: datetime, zone: str = "UTC") -> Iterator[datetime]:
    """The times by the clock on the wall from `after` to `before`, `before` not among them; raises NotARule.

    `start`, `after` and `before` are told by the same clock. An UNTIL in UTC is compared in `zone`, by `lib.zones`.
    """
    parts = parts_of(rule)
    last = before - timedelta(microseconds=1)
    if ends := _until(parts, zone):
        last = min(last, ends)
    if last < start:
        return
    found: Iterator[datetime] = iter(_built(parts, start, until=last))
    if "COUNT" in parts:
        found = islice(found, int(parts["COUNT"]))
    for wall in found:
        if wall >= after:
            yield wall


def first_wall(rule: str, start: datetime, *, zone: str = "UTC") -> datetime | None:
    """The first time at which the rule comes true, from `start` on; None where that is in no nine years."""
    return next(walls(rule, start, after=start, before=start + FIRST_WITHIN, zone=zone), None)


def _until(parts: dict[str, str], zone: str) -> datetime | None:
    text = parts.get("UNTIL")
    if text is None:
        return None
    for form in ("%Y%m%dT%H%M%SZ", "%Y%m%dT%H%M%S", "%Y%m%d"):
        try:
            said = datetime.strptime(text, form)  # noqa: DTZ007  # a clock on a wall, or told to be one below
        except ValueError:
            continue
        if form.endswith("Z"):
            return wall_at(said.replace(tzinfo=UTC), zone)
        # A whole day is meant to its end.
        return said if "T" in form else said + timedelta(days=1) - timedelta(seconds=1)
    raise NotARule(f"UNTIL={text}")


def _built(parts: dict[str, str], start: datetime, *, until: datetime) -> rrule:
    """The rule, with its end among its bounds: a search for what never comes ends there too."""
    words = ";".join(f"{name}={value}" for name, value in parts.items() if name not in ("COUNT", "UNTIL"))
    try:
        built = rrulestr(words, dtstart=start)
        assert isinstance(built, rrule)
        return built.replace(until=until)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as problem:
        raise NotARule(words) from problem
