"""A rule of days that come again, once its dates are moved to another day, cut short, or gone on with from later."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta

from commonplace.lib.recurrence import DAYS, Step, parts_of, tidy_rule, until_of, weekday_of


class NotMovable(ValueError):
    """By this rule the dates cannot be moved to another day."""


def moved_rule(rule: str, first: date, to: date) -> str:
    """The rule by which what began on one day begins on another, the rhythm kept: from Tuesdays to Wednesdays.

    Raises NotMovable where the rule names several days of a month or a year, for none of them is the one that moved.
    """
    days = (to - first).days
    if not days:
        return rule
    parts = parts_of(rule)
    step, by = Step(parts["FREQ"]), parts.get("BYDAY", "")
    if step is Step.WEEKLY:
        # Where a week begins goes along, so that of every second week it stays the same one.
        for name in ("BYDAY", "WKST"):
            named = parts.get(name, "MO" if name == "WKST" and "INTERVAL" in parts else "")
            if named:
                parts[name] = ",".join(DAYS[(weekday_of(one).day + days) % 7] for one in named.split(","))
    elif {"BYMONTH", "BYSETPOS"} & parts.keys() or (
        step is not Step.MONTHLY and {"BYDAY", "BYMONTHDAY"} & parts.keys()
    ):
        raise NotMovable(rule)
    elif step is Step.MONTHLY and by:
        if "," in by or "BYMONTHDAY" in parts or not weekday_of(by).nth:
            raise NotMovable(rule)
        parts["BYDAY"] = f"{_nth(to, is_from_end=weekday_of(by).nth < 0)}{DAYS[to.weekday()]}"
    elif step is Step.MONTHLY and (said := parts.get("BYMONTHDAY")):
        if "," in said:
            raise NotMovable(rule)
        length = monthrange(to.year, to.month)[1]
        parts["BYMONTHDAY"] = str(to.day if int(said) > 0 else to.day - length - 1)
    return tidy_rule(";".join(f"{name}={value}" for name, value in parts.items()))


def _nth(day: date, *, is_from_end: bool) -> int:
    if is_from_end:
        return -((monthrange(day.year, day.month)[1] - day.day) // 7 + 1)
    return (day.day - 1) // 7 + 1


def ended_rule(rule: str, last: datetime) -> str:
    """The rule up to a date of it, that date among them: a count would be told from another beginning."""
    parts = {name: said for name, said in parts_of(rule).items() if name not in ("COUNT", "UNTIL")}
    return ";".join(f"{name}={said}" for name, said in {**parts, "UNTIL": f"{last:%Y%m%dT%H%M%S}"}.items())


def rest_of_rule(rule: str, gone: int, *, zone: str, days: int, hour: time) -> str:
    """The rule for what is left after so many dates, its end moved by some days; `hour` is that of its dates so far."""
    parts = parts_of(rule)
    if "COUNT" in parts:
        parts["COUNT"] = str(max(1, int(parts["COUNT"]) - gone))
    if ends := until_of(rule, zone):
        # Told as a whole day, for another hour on the last day is meant to be among them.
        last = ends.date() if ends.time() >= hour else ends.date() - timedelta(days=1)
        parts["UNTIL"] = f"{last + timedelta(days=days):%Y%m%d}"
    return ";".join(f"{name}={said}" for name, said in parts.items())
