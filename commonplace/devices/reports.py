"""The three questions that programs ask of a calendar: these files, the files of that time, what changed since."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from django.http import HttpResponse

from commonplace.devices.answering import Told, caldav, dav, multistatus, refused
from commonplace.devices.asking import CALDAV, DAV, NotAsked, names_asked
from commonplace.devices.filters import NotSupported, TooMany, expanded, matcher, range_of
from commonplace.devices.item import Item
from commonplace.devices.properties import CALENDAR_DATA, at, of_item
from commonplace.devices.shelf import Shelf
from commonplace.devices.sync import NotAToken, changes, token_of
from commonplace.lib.calendars import writing
from commonplace.people.models import Person


def report(person: Person, shelf: Shelf, root: Element, *, now: datetime) -> HttpResponse:
    """The answer to a report; raises NotAsked."""
    make = _REPORTS.get(root.tag)
    if make is None:
        return refused(dav("supported-report"))
    try:
        return make(person, shelf, root, now)
    except NotSupported:
        return refused(caldav("supported-filter"))
    except NotAToken:
        return refused(dav("valid-sync-token"))
    except TooMany:
        return refused(dav("number-of-matches-within-limits"))


def _multiget(person: Person, shelf: Shelf, root: Element, now: datetime) -> HttpResponse:
    data = _data(root, now)
    home = at(person, shelf.code)

    def told() -> Iterator[Told]:
        for said in dict.fromkeys((one.text or "").strip() for one in root.iterfind(f"{{{DAV}}}href")):
            try:
                path = unquote(urlsplit(said).path)
            except ValueError:
                path = ""
            item = shelf.items.get(path.removeprefix(home)) if path.startswith(home) else None
            yield Told(said, None if item is None else of_item(person, item, data))

    return multistatus(told(), names_asked(root) or _USUAL)


def _query(person: Person, shelf: Shelf, root: Element, now: datetime) -> HttpResponse:
    data = _data(root, now)
    matches = matcher(root.find(f"{{{CALDAV}}}filter"), now=now)
    found = [one for one in shelf.items.values() if matches(one)]
    told = [Told(at(person, shelf.code, one.name), of_item(person, one, data)) for one in found]
    return multistatus(told, names_asked(root) or _USUAL)


def _sync(person: Person, shelf: Shelf, root: Element, now: datetime) -> HttpResponse:
    level = (root.findtext(f"{{{DAV}}}sync-level") or "1").strip()
    if level != "1":
        return refused(dav("sync-traversal-supported"))
    found = changes(shelf, (root.findtext(f"{{{DAV}}}sync-token") or "").strip())
    most = (root.findtext(f"{{{DAV}}}limit/{{{DAV}}}nresults") or "").strip()
    if most and (not most.isdecimal() or len(most) > 9):
        raise NotAsked(most)
    if most and len(found.changed) + len(found.gone) > int(most):
        raise TooMany(most)
    data = _data(root, now)
    told = [Told(at(person, shelf.code, one.name), of_item(person, one, data)) for one in found.changed]
    told += [Told(at(person, shelf.code, name), None) for name in found.gone]
    return multistatus(told, names_asked(root) or _USUAL, more=[dav("sync-token", text=token_of(shelf))])


def _data(root: Element, now: datetime) -> Callable[[Item], bytes]:
    """How a file is told: whole, or date by date where that is asked."""
    expand = root.find(f"{{{DAV}}}prop/{CALENDAR_DATA}/{{{CALDAV}}}expand")
    if expand is None:
        return lambda item: item.written
    within = range_of(expand, now=now)
    return lambda item: writing.as_bytes(expanded(item, within), stamp=now)


_USUAL = [f"{{{DAV}}}getetag"]
_REPORTS: dict[str, Callable[[Person, Shelf, Element, datetime], HttpResponse]] = {
    f"{{{CALDAV}}}calendar-multiget": _multiget,
    f"{{{CALDAV}}}calendar-query": _query,
    f"{{{DAV}}}sync-collection": _sync,
}
