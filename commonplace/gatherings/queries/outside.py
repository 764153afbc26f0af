"""Dates of others: what a community looks at, as members see it and as their own calendars take it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.communities.viewpoint import Viewpoint
from commonplace.gatherings.models import OutsideCalendar, OutsideDate, OutsideInMine
from commonplace.gatherings.queries.hours import span
from commonplace.lib.calendars.events import Event
from commonplace.lib.zones import wall_at, zone_names
from commonplace.people.models import Person

SHOWN: Final = 12
LISTED: Final = timedelta(days=120)
MOST: Final = 1000  # in one person's calendar


@dataclass(frozen=True)
class OutsideRow:
    """One date of others in a list: `on` is its day by the reader's clock, `hours` is empty for whole days."""

    title: str
    place: str
    link: str
    on: date
    until: date | None
    hours: str
    calendar: str


@dataclass(frozen=True)
class Outside:
    """What a member sees of calendars of others, and whether their own calendar has it."""

    rows: Sequence[OutsideRow]
    is_more: bool
    is_in_mine: bool


def outside_of(viewpoint: Viewpoint, *, now: datetime) -> Outside | None:
    """The next dates of others; None for strangers, and where there are none. Two queries."""
    person = viewpoint.person
    if not viewpoint.is_member or person is None:
        return None
    ahead = OutsideDate.objects.filter(calendar__community=viewpoint.community, starts_at__lt=now + LISTED).ahead(now)
    found = list(ahead.select_related("calendar")[: SHOWN + 1])
    if not found:
        return None
    in_mine = OutsideInMine.objects.filter(person=person, community=viewpoint.community).exists()
    return Outside([_row(one) for one in found[:SHOWN]], len(found) > SHOWN, in_mine)


def _row(one: OutsideDate) -> OutsideRow:
    on, until, hours = timezone.localtime(one.starts_at).date(), None, ""
    if one.on is not None:
        on = one.on
        until = one.on + timedelta(days=one.days - 1) if one.days > 1 else None
    else:
        hours = span(one.starts_at, one.ends_at)
    return OutsideRow(one.title, one.place, one.link, on, until, hours, one.calendar.name)


def calendars_of(community: Community) -> Sequence[OutsideCalendar]:
    """All that it looks at, by name."""
    return list(OutsideCalendar.objects.filter(community=community).select_related("by").order_by("name", "pk"))


def outside_events(person: Person, communities: Iterable[int], *, now: datetime) -> Sequence[tuple[int, Event]]:
    """Dates of others that somebody likes in their own calendar, each with its community, of these; one query."""
    chosen = OutsideInMine.objects.filter(person=person, community__in=list(communities)).values("community")
    ahead = OutsideDate.objects.filter(calendar__community__in=chosen).ahead(now).select_related("calendar")
    return [(one.calendar.community_id, _event(one)) for one in ahead[:MOST]]


def _event(one: OutsideDate) -> Event:
    zone = one.zone if one.zone in zone_names() else "UTC"
    length = one.ends_at - one.starts_at
    return Event(
        uid=f"{one.uid}-{one.calendar_id}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}",
        title=one.title or one.calendar.name,
        wall=datetime.combine(one.on, datetime.min.time()) if one.on is not None else wall_at(one.starts_at, zone),
        zone=zone,
        minutes=one.days * 24 * 60 if one.on is not None else int(length.total_seconds()) // 60,
        about=one.calendar.name,
        place=one.place,
        page=one.link,
        is_all_day=one.on is not None,
    )
