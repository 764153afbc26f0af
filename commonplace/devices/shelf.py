"""What a device finds: the calendars of its person, and in each a file for every gathering or series."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import blake2b

from django.conf import settings
from django.utils import translation

from commonplace.devices.item import Item
from commonplace.devices.models import Shows
from commonplace.feeds import calendars
from commonplace.feeds.models import Opens
from commonplace.feeds.reach import Reach, reaches_of
from commonplace.lib.calendars import writing
from commonplace.lib.calendars.events import Event
from commonplace.people.models import Person

# No name of a community begins so.
OF_ALL = "~mine"


@dataclass(frozen=True)
class Shelf:
    """One calendar as a device sees it."""

    code: str
    name: str
    page: str
    items: Mapping[str, Item]
    year: int

    @cached_property
    def mark(self) -> str:
        """Changes exactly when anything in it does."""
        told = [self.name.encode("utf-8", "surrogatepass")]
        told += [one.name.encode() + one.mark for one in self.items.values()]
        return blake2b(b"\0".join(told), digest_size=12).hexdigest()

    @cached_property
    def written(self) -> bytes:
        """All of it as one file."""
        events = [one for item in self.items.values() for one in item.events]
        return writing.as_bytes(events, stamp=datetime(self.year, 1, 1, tzinfo=UTC), name=self.name, page=self.page)


def code_of(reach: Reach) -> str:
    """How the address of a calendar ends; a slug holds neither of the two signs."""
    if reach.community is None:
        return OF_ALL
    return f"{reach.community.slug}.{reach.space.slug}" if reach.space is not None else reach.community.slug


def reaches(person: Person, *, now: datetime) -> dict[str, Reach]:
    """All calendars of a person, by the ends of their addresses; two queries."""
    return {code_of(one): one for one in reaches_of(person, now=now) if one.opens == Opens.CALENDAR}


def listed(found: Mapping[str, Reach], shows: str) -> dict[str, Reach]:
    """Those of which a device is told: one of everything, or each for itself, so that no date stands twice."""
    return {code: one for code, one in found.items() if (one.community is None) is (shows == Shows.ALL)}


def shelves(person: Person, found: Sequence[Reach], *, now: datetime) -> list[Shelf]:
    """What stands in these calendars; raises `calendars.TooMuch`."""
    made = calendars.of_person(person, found, now=now)
    return [_shelf(reach, calendar, now) for reach, calendar in zip(found, made, strict=True)]


def spoken(language: str) -> str:
    """The language if the house speaks it, else its own."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _shelf(reach: Reach, calendar: calendars.Calendar, now: datetime) -> Shelf:
    by_uid: dict[str, list[Event]] = defaultdict(list)
    with translation.override(spoken(calendar.language)):
        for one in calendar.events():
            by_uid[one.uid].append(one)
    items = [Item(f"{uid.partition('@')[0]}.ics", tuple(events), now.year) for uid, events in by_uid.items()]
    by_name = {one.name: one for one in sorted(items, key=lambda item: item.name)}
    return Shelf(code_of(reach), calendar.name, calendar.page, by_name, now.year)
