"""How often, in plain words: what a form offers, the rule beneath it, and a rule said again in words."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from commonplace.lib.recurrence import NotARule, parts_of

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Repeat(models.TextChoices):
    """The plain choices of a form."""

    ONCE = "once", gettext_lazy("Once")
    WEEKLY = "weekly", gettext_lazy("Every week on this day")
    FORTNIGHTLY = "fortnightly", gettext_lazy("Every second week on this day")
    MONTHLY = "monthly", gettext_lazy("Every month, as the first or second such day of it")
    LAST = "last", gettext_lazy("Every month, as the last such day of it")
    RULE = "rule", gettext_lazy("By a rule of one’s own")


def rule_for(repeat: str, day: date, *, own: str = "", until: date | None = None) -> str:
    """The rule of RFC 5545 for a plain choice that begins on a day; "" for once."""
    weekday, place = DAYS[day.weekday()], (day.day - 1) // 7 + 1
    # Not every month has a fifth: whoever begins on one means the last.
    nth = f"{place}{weekday}" if place < 5 else f"-1{weekday}"
    rule = {
        Repeat.ONCE: "",
        Repeat.WEEKLY: f"FREQ=WEEKLY;BYDAY={weekday}",
        Repeat.FORTNIGHTLY: f"FREQ=WEEKLY;INTERVAL=2;BYDAY={weekday}",
        Repeat.MONTHLY: f"FREQ=MONTHLY;BYDAY={nth}",
        Repeat.LAST: f"FREQ=MONTHLY;BYDAY=-1{weekday}",
        Repeat.RULE: own.strip(),
    }[Repeat(repeat)]
    ends = "UNTIL" not in rule.upper() and "COUNT" not in rule.upper()
    return f"{rule};UNTIL={until:%Y%m%d}" if rule and until is not None and ends else rule


# As they are written within a line, where some languages begin them small.
IN_A_LINE = {
    "MO": pgettext_lazy("within a line", "Monday"),
    "TU": pgettext_lazy("within a line", "Tuesday"),
    "WE": pgettext_lazy("within a line", "Wednesday"),
    "TH": pgettext_lazy("within a line", "Thursday"),
    "FR": pgettext_lazy("within a line", "Friday"),
    "SA": pgettext_lazy("within a line", "Saturday"),
    "SU": pgettext_lazy("within a line", "Sunday"),
}


def said(rule: str) -> str:
    """A rule in words, where it is a plain one; "by a rule of its own" else."""
    try:
        parts = parts_of(rule)
    except NotARule:
        return _("by a rule of its own")
    by, every = parts.get("BYDAY", ""), int(parts.get("INTERVAL", "1"))
    plain = {"FREQ", "INTERVAL", "BYDAY", "UNTIL", "COUNT", "WKST"} >= parts.keys()
    name = str(IN_A_LINE[by[-2:]]) if by[-2:] in IN_A_LINE and "," not in by else ""
    place = by[:-2]
    if not plain or not name or every > 2:
        return _("by a rule of its own")
    if parts["FREQ"] == "WEEKLY" and not place:
        return (
            _("every week: %(day)s") % {"day": name} if every == 1 else _("every second week: %(day)s") % {"day": name}
        )
    nth = {
        "1": _("every month: the first %(day)s"),
        "2": _("every month: the second %(day)s"),
        "3": _("every month: the third %(day)s"),
        "4": _("every month: the fourth %(day)s"),
        "-1": _("every month: the last %(day)s"),
    }.get(place.removeprefix("+"), "")
    return nth % {"day": name} if parts["FREQ"] == "MONTHLY" and nth and every == 1 else _("by a rule of its own")
