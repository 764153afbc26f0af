"""Calendars of others: a steward names one, the worker reads it on a rhythm, and its dates stand beside our own."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from http.client import HTTPException
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community
from commonplace.communities.viewpoint import standing_of
from commonplace.conversations.actions.rights import NotTheirs
from commonplace.gatherings.models import OutsideCalendar, OutsideDate, OutsideInMine
from commonplace.lib.calendars.events import Occurrence, occurrences
from commonplace.lib.calendars.lines import MOST_BYTES, NoCalendar
from commonplace.lib.calendars.reading import read
from commonplace.lib.outward import Fetched, NotOutward, TooLarge, TooSlow, check, get
from commonplace.lib.text import one_line
from commonplace.people.models import Person
from commonplace.store.locks import lock

Trouble = OutsideCalendar.Trouble

EACH: Final = 10  # calendars in one community
# How often one is asked, and after so many failures; the last goes on.
RHYTHM: Final = timedelta(hours=3)
BACK_OFF: Final = tuple(timedelta(minutes=minutes) for minutes in (15, 30, 60, 180, 360, 720, 1440))
# Whoever takes longer is left; one that dies at it is asked again after so long.
SECONDS: Final = 30
CLAIMED: Final = timedelta(minutes=10)
AT_ONCE: Final = 15  # in one round of the worker
BACK, AHEAD = timedelta(days=1), timedelta(days=400)
MOST_DATES: Final = 2000
# After so long all of it is worked out anew.
WHOLE: Final = timedelta(days=7)
MOST_EVENTS: Final = 10_000


class TooManyCalendars(ValueError):
    """More than one community looks at."""


class AlreadyThere(ValueError):
    """The community looks at this calendar."""


class _Troubled(Exception):
    """Why a calendar was not read."""

    def __init__(self, trouble: str) -> None:
        super().__init__(trouble)
        self.trouble = trouble


def subscribe(
    *, by: Person, community: Community, name: str, address: str, at: datetime | None = None
) -> OutsideCalendar:
    """Look at a calendar of others from now on. Raises NotTheirs, NotOutward, TooManyCalendars and AlreadyThere."""
    at = at or timezone.now()
    _require_steward(by, community)
    address = web_address(address)
    check(address, is_inside_too=settings.CALENDARS_INSIDE)
    with transaction.atomic():
        lock(Community.objects.filter(pk=community.pk))
        if OutsideCalendar.objects.filter(community=community).count() >= EACH:
            raise TooManyCalendars(community.pk)
        try:
            with transaction.atomic():
                made = OutsideCalendar.objects.create(
                    community=community, by=by, name=name, address=address, made_at=at, next_at=at
                )
        except IntegrityError as problem:
            raise AlreadyThere(address) from problem
        ledger.record(verb="took_in_calendar", person=by, community=community, at=at)
    return made


def unsubscribe(*, by: Person, calendar: OutsideCalendar, at: datetime | None = None) -> None:
    """Look at it no more; its dates go with it. Raises NotTheirs."""
    at = at or timezone.now()
    _require_steward(by, calendar.community)
    with transaction.atomic():
        if OutsideCalendar.objects.filter(pk=calendar.pk).delete()[0]:
            ledger.record(verb="left_calendar", person=by, community=calendar.community, at=at)


def ask_now(*, by: Person, calendar: OutsideCalendar, at: datetime | None = None) -> None:
    """Have the worker ask for it in its next round, all of it. Raises NotTheirs."""
    _require_steward(by, calendar.community)
    OutsideCalendar.objects.filter(pk=calendar.pk).update(next_at=at or timezone.now(), taken_at=None)


def take_along(*, person: Person, community: Community, is_wanted: bool) -> None:
    """Have a community's outside dates in one's own calendar too, or no more."""
    if is_wanted:
        OutsideInMine.objects.get_or_create(person=person, community=community)
    else:
        OutsideInMine.objects.filter(person=person, community=community).delete()


def web_address(said: str) -> str:
    """The address as it is asked; what calendar programs call webcal is https."""
    said = said.strip()
    for scheme in ("webcal://", "webcals://"):
        if said.lower().startswith(scheme):
            return f"https://{said[len(scheme) :]}"
    return said if "://" in said else f"https://{said}"


def _require_steward(by: Person, community: Community) -> None:
    standing = standing_of(by, community)
    if standing is None or not standing.is_steward:
        raise NotTheirs(f"{by} does not tend {community}")


# --- Reading ------------------------------------------------------------------------------------------------------


def read_outside_calendars(*, now: datetime) -> int:
    """Ask for every calendar whose time has come; how many were read or found as they were.

    Each is claimed before it is asked for, and nothing is held while another host takes its time.
    """
    done = 0
    for calendar in OutsideCalendar.objects.filter(next_at__lte=now).order_by("next_at", "pk")[:AT_ONCE]:
        mine = OutsideCalendar.objects.filter(pk=calendar.pk, next_at=calendar.next_at)
        if mine.update(next_at=now + CLAIMED):
            done += read_one(calendar, now=now)
    return done


def read_one(calendar: OutsideCalendar, *, now: datetime) -> bool:
    """Ask for one calendar and keep its dates; whether that went well. Otherwise its dates stay."""
    try:
        fetched = _fetched(calendar, now)
        digest = sha256(fetched.body).hexdigest()
        if fetched.status == 304 or (_is_fresh(calendar, now) and digest == calendar.digest):
            _went_well(calendar, now)
            return True
        found, unreadable = _dates_in(fetched.body, calendar, now)
    except _Troubled as problem:
        _keep_trouble(calendar, problem.trouble, now)
        return False
    with transaction.atomic():
        # Whoever took it away meanwhile has taken its dates away.
        if not lock(OutsideCalendar.objects.filter(pk=calendar.pk)):
            return False
        OutsideDate.objects.filter(calendar=calendar).delete()
        OutsideDate.objects.bulk_create(found, batch_size=500)
        _went_well(
            calendar,
            now,
            unreadable=unreadable,
            etag=fetched.headers.get("etag", "")[:300],
            modified=fetched.headers.get("last-modified", "")[:100],
            digest=digest,
            taken_at=now,
        )
    return True


def _is_fresh(calendar: OutsideCalendar, now: datetime) -> bool:
    """Whether what was read last is good still: dates come nearer, though nothing changes there."""
    return calendar.taken_at is not None and now - calendar.taken_at < WHOLE


def _fetched(calendar: OutsideCalendar, now: datetime) -> Fetched:
    headers = {"Accept": "text/calendar, */*;q=0.5", "Accept-Encoding": "identity", "User-Agent": "Commonplace"}
    if _is_fresh(calendar, now):
        if calendar.etag:
            headers["If-None-Match"] = calendar.etag
        if calendar.modified:
            headers["If-Modified-Since"] = calendar.modified
    try:
        found = get(
            calendar.address, headers, most=MOST_BYTES, seconds=SECONDS, is_inside_too=settings.CALENDARS_INSIDE
        )
    except NotOutward as problem:
        raise _Troubled(Trouble.INSIDE) from problem
    except TooLarge as problem:
        raise _Troubled(Trouble.LARGE) from problem
    except TooSlow as problem:
        raise _Troubled(Trouble.SLOW) from problem
    except (OSError, HTTPException, ValueError) as problem:
        raise _Troubled(Trouble.SILENT) from problem
    if found.status not in (200, 304):
        raise _Troubled(Trouble.REFUSED if 400 <= found.status < 500 else Trouble.SILENT)
    return found


def _dates_in(data: bytes, calendar: OutsideCalendar, now: datetime) -> tuple[list[OutsideDate], int]:
    try:
        reading = read(data)
    except NoCalendar as problem:
        raise _Troubled(Trouble.BROKEN) from problem
    if len(reading.events) > MOST_EVENTS:
        raise _Troubled(Trouble.MANY)
    begin, end = now - BACK, now + AHEAD
    # What began before and is not over is of today as well.
    found = occurrences(reading.events, begin=begin - timedelta(days=31), end=end)
    dates = sorted((one for one in found if one.ends_at > begin), key=lambda one: (one.starts_at, one.event.uid))
    return [_date(one, calendar) for one in dates[:MOST_DATES]], len(reading.unreadable)


def _date(one: Occurrence, calendar: OutsideCalendar) -> OutsideDate:
    event = one.event
    is_link = event.link.lower().startswith(("https://", "http://")) and len(event.link) <= 500
    return OutsideDate(
        calendar=calendar,
        uid=sha256(f"{event.uid}\n{one.wall:%Y-%m-%dT%H:%M}".encode()).hexdigest(),
        title=one_line(event.title)[:200],
        place=one_line(event.place)[:300],
        link=event.link if is_link and not any(map(str.isspace, event.link)) else "",
        starts_at=one.starts_at,
        ends_at=max(one.ends_at, one.starts_at),
        zone=event.zone,
        on=one.wall.date() if event.is_all_day else None,
        days=max(1, event.minutes // (24 * 60)) if event.is_all_day else 0,
    )


def _went_well(calendar: OutsideCalendar, now: datetime, **more: object) -> None:
    OutsideCalendar.objects.filter(pk=calendar.pk).update(
        read_at=now, next_at=now + RHYTHM, trouble="", failures=0, failing_since=None, **more
    )


def _keep_trouble(calendar: OutsideCalendar, trouble: str, now: datetime) -> None:
    wait = BACK_OFF[min(calendar.failures, len(BACK_OFF) - 1)]
    OutsideCalendar.objects.filter(pk=calendar.pk).update(
        trouble=trouble,
        failures=F("failures") + 1,
        failing_since=calendar.failing_since or now,
        next_at=now + wait,
    )
