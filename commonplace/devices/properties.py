"""What each thing says of itself: the root, a person's home, a calendar, a file in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element

from django.conf import settings
from django.urls import reverse
from django.utils.http import http_date

from commonplace.devices.answering import Properties, Value, caldav, dav, href
from commonplace.devices.asking import CALDAV, DAV, SERVER
from commonplace.devices.item import Item
from commonplace.devices.shelf import Shelf
from commonplace.devices.sync import token_of
from commonplace.people.models import Person

CALENDAR_DATA = f"{{{CALDAV}}}calendar-data"
_DATA = {"content-type": "text/calendar", "version": "2.0"}
_REPORTS = ("calendar-multiget", "calendar-query", "sync-collection")
ITEM_TYPE = "text/calendar; charset=utf-8; component=VEVENT"


def at(person: Person, code: str = "", name: str = "") -> str:
    """The address of somebody's home, of a calendar in it, or of a file in that."""
    where = f"{person.pk}/" + (f"{code}/{name}" if code else "")
    return reverse("dav", args=[where])


def of_root(person: Person) -> Properties:
    """The root, which leads to whoever asks."""
    return {**_of_any(person), _d("resourcetype"): lambda: [dav("collection")], _d("displayname"): _house}


def of_home(person: Person) -> Properties:
    """A person, and what holds their calendars."""
    home = at(person)
    return {
        **_of_any(person),
        _d("resourcetype"): lambda: [dav("collection"), dav("principal")],
        _d("displayname"): lambda: person.name,
        _d("principal-URL"): lambda: [href(home)],
        _c("calendar-home-set"): lambda: [href(home)],
    }


def of_calendar(person: Person, name: str, shelf: Shelf | None) -> Properties:
    """A calendar; seen from outside alone it does not say whether anything in it changed."""
    told: dict[str, Callable[[], Value]] = {
        **_of_any(person),
        _d("resourcetype"): lambda: [dav("collection"), caldav("calendar")],
        _d("displayname"): lambda: name,
        _d("owner"): lambda: [href(at(person))],
        _d("supported-report-set"): _reports,
        _c("calendar-description"): _house,
        _c("supported-calendar-component-set"): lambda: [caldav("comp", name="VEVENT")],
        _c("supported-calendar-data"): lambda: [caldav("calendar-data", **_DATA)],
    }
    if shelf is not None:
        told[_d("sync-token")] = lambda: token_of(shelf)
        told[f"{{{SERVER}}}getctag"] = lambda: shelf.mark
    return told


def of_item(person: Person, item: Item, data: Callable[[Item], bytes] | None = None) -> Properties:
    """A file; with what stands in it where a report asks for that."""
    told: dict[str, Callable[[], Value]] = {
        **_of_any(person),
        _d("resourcetype"): list,
        _d("getetag"): lambda: item.etag,
        _d("getcontenttype"): lambda: ITEM_TYPE,
        _d("getlastmodified"): lambda: http_date(item.changed_at.timestamp()),
        _d("owner"): lambda: [href(at(person))],
    }
    if data is not None:
        told[CALENDAR_DATA] = lambda: data(item).decode()
    return told


def _of_any(person: Person) -> dict[str, Callable[[], Value]]:
    return {
        _d("current-user-principal"): lambda: [href(at(person))],
        _d("current-user-privilege-set"): _privileges,
    }


def _privileges() -> Sequence[Element]:
    names = ("read", "read-current-user-privilege-set")
    return [dav("privilege", dav(name)) for name in names]


def _reports() -> Sequence[Element]:
    each = [caldav(name) if name.startswith("calendar") else dav(name) for name in _REPORTS]
    return [dav("supported-report", dav("report", one)) for one in each]


def _house() -> str:
    return str(settings.HOUSE_NAME)


def _d(name: str) -> str:
    return f"{{{DAV}}}{name}"


def _c(name: str) -> str:
    return f"{{{CALDAV}}}{name}"
