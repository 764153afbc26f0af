"""A time from one day to another, in as few words as say it."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonplace.ui.words import day

DAY = timedelta(days=1)


def in_days(since: date, until: date) -> str:
    """Say "Jul to Sep 2026" for whole months, else from day to day."""
    now = timezone.now()
    if since == until:
        return day(since, now=now)
    is_whole = since.day == 1 and (until + DAY).day == 1
    if not is_whole:
        one, other = day(since, now=now), day(until, now=now)
    elif (since.year, since.month) == (until.year, until.month):
        return date_format(since, "YEAR_MONTH_FORMAT")
    else:
        one = date_format(since, "M" if since.year == until.year else "M Y")
        other = date_format(until, "M Y")
    return _("%(since)s to %(until)s") % {"since": one, "until": other}
