"""When a gathering is, by the reader's own clock and by some of the others'."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonplace.communities.models import Membership
from commonplace.communities.viewpoint import Viewpoint
from commonplace.gatherings.models import Gathering
from commonplace.lib.zones import NoSuchZone, zone_named
from commonplace.ui import words
from commonplace.ui.context import zone_said

ELSEWHERE = 3
LOOKED_AT = 12


def span(starts_at: datetime, ends_at: datetime) -> str:
    """From when to when, in the reader's hours; with the day on which it ends, where that is another."""
    one, other = timezone.localtime(starts_at).date(), timezone.localtime(ends_at).date()
    end = words.hour(ends_at) if one == other else words.moment(ends_at, now=starts_at)
    return _("%(from)s to %(to)s") % {"from": words.hour(starts_at), "to": end}


def own_town() -> str:
    """The town by whose clock the reader reads."""
    return zone_said(timezone.get_current_timezone_name(), get_language() or "en")


def elsewhere(gathering: Gathering, viewpoint: Viewpoint) -> Sequence[str]:
    """When it is for some of the others: where it was called, then where most members are; a query for members."""
    return hours_in((gathering.zone, *zones_here(viewpoint)), gathering.starts_at)


def zones_here(viewpoint: Viewpoint) -> Sequence[str]:
    """The zones in which most members are; strangers are told none. One query."""
    if not viewpoint.is_member:
        return ()
    here = Membership.objects.current().filter(community=viewpoint.community).exclude(person__time_zone="")
    rows = here.values_list("person__time_zone").annotate(n=Count("pk")).order_by("-n", "person__time_zone")
    return [zone for zone, _n in rows[:LOOKED_AT]]


def hours_in(zones: Iterable[str], at: datetime) -> Sequence[str]:
    """A moment as clocks in these zones show it, each hour that differs from the reader's once: "15:00 in Warsaw"."""
    shown = {timezone.localtime(at).replace(tzinfo=None)}
    said: list[str] = []
    for zone in zones:
        try:
            there = at.astimezone(zone_named(zone))
        except NoSuchZone:
            continue
        if there.replace(tzinfo=None) in shown or len(said) >= ELSEWHERE:
            continue
        shown.add(there.replace(tzinfo=None))
        town = zone_said(zone, get_language() or "en")
        with timezone.override(there.tzinfo):
            hour, day = words.hour(at), words.day(at, now=at)
        is_same_day = there.date() == timezone.localtime(at).date()
        form = _("%(hour)s in %(town)s") if is_same_day else _("%(hour)s on %(day)s in %(town)s")
        said.append(form % {"hour": hour, "day": day, "town": town})
    return said
