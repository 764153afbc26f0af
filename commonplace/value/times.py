"""A time from one day to another, in as few words as say it."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

DAY = timedelta(days=1)


def in_days(since: date, until: date) -> str:
    """Say "Jul to Sep 2026" for whole months, else from day to day."""
    if since == until:
        return date_format(since, "DATE_FORMAT")
    is_whole = since.day == 1 and (until + DAY).day == 1
    if not is_whole:
        one, other = date_format(since, "DATE_FORMAT"), date_format(until, "DATE_FORMAT")
    elif (since.year, since.month) == (until.year, until.month):
        return date_format(since, "YEAR_MONTH_FORMAT")
    else:
        one = date_format(since, "M" if since.year == until.year else "M Y")
        other = date_format(until, "M Y")
    return _("%(since)s to %(until)s") % {"since": one, "until": other}
