"""What stands behind the door: a root, in it the home of whoever asks, in that calendars, in each its files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from xml.etree.ElementTree import Element

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from commonplace.devices.answering import Properties, Told, dav, multistatus, refused
from commonplace.devices.asking import DAV, SERVER, NotAsked, names_asked
from commonplace.devices.models import DevicePassword
from commonplace.devices.properties import ITEM_TYPE, at, of_calendar, of_home, of_item, of_root
from commonplace.devices.reports import report
from commonplace.devices.shelf import Shelf, listed, reaches, shelves
from commonplace.feeds.calendars import TooMuch
from commonplace.feeds.reach import Reach
from commonplace.people.models import Person

# What cannot be told of a calendar without looking at all that is in it; left out where everything is asked for.
CONTENT = {f"{{{DAV}}}sync-token", f"{{{SERVER}}}getctag"}


def answered(
    request: HttpRequest, device: DevicePassword, where: list[str], question: Element | None, *, now: datetime
) -> HttpResponseBase:
    """What the thing at an address answers to a device; raises NotAsked."""
    person = device.person
    if not where:
        if request.method != "PROPFIND":
            return refused(dav("supported-report"))
        within = [Told(at(person), of_home(person))] if _is_deep(request) else []
        return _told([Told(reverse("dav_root"), of_root(person)), *within], question)
    if where[0] != str(person.pk) or len(where) > 3:
        return _not_here()
    found = reaches(person, now=now)
    if len(where) == 1:
        return _home(request, device, found, question, now)
    code, *name = where[1:]
    if code not in found:
        return _not_here()
    if not name and request.method == "PROPFIND" and not _is_deep(request):
        return _told(_calendars(person, {code: found[code]}, question, now), question)
    (shelf,) = shelves(person, [found[code]], now=now)
    if name:
        return _item(request, person, shelf, name[0], question)
    return _calendar(request, person, shelf, question, now)


def _home(
    request: HttpRequest, device: DevicePassword, found: Mapping[str, Reach], question: Element | None, now: datetime
) -> HttpResponseBase:
    if request.method == "REPORT":
        return refused(dav("supported-report"))
    if request.method != "PROPFIND":
        return HttpResponseRedirect(reverse("my_calendars"))  # somebody who looks what that address is
    person = device.person
    told = [Told(at(person), of_home(person))]
    if _is_deep(request):
        told += _calendars(person, listed(found, device.shows), question, now)
    return _told(told, question)


def _calendars(person: Person, found: Mapping[str, Reach], question: Element | None, now: datetime) -> Iterator[Told]:
    """Calendars from outside, opened only for what cannot be told without."""
    filled: dict[str, Shelf] = {}
    if CONTENT & {*(names_asked(question) or ())}:
        # Where there is too much to look at at once, each calendar tells for itself whether it changed.
        with suppress(TooMuch):
            filled = {one.code: one for one in shelves(person, list(found.values()), now=now)}
    for code, reach in found.items():
        yield Told(at(person, code), of_calendar(person, reach.place, filled.get(code)))


def _calendar(
    request: HttpRequest, person: Person, shelf: Shelf, question: Element | None, now: datetime
) -> HttpResponseBase:
    if request.method == "REPORT":
        if question is None:
            raise NotAsked
        return report(person, shelf, question, now=now)
    if request.method == "PROPFIND":
        items = (Told(at(person, shelf.code, one.name), of_item(person, one)) for one in shelf.items.values())
        return _told([Told(at(person, shelf.code), of_calendar(person, shelf.name, shelf)), *items], question)
    return _file(request, shelf.written, f'"{shelf.mark}"')


def _item(request: HttpRequest, person: Person, shelf: Shelf, name: str, question: Element | None) -> HttpResponseBase:
    item = shelf.items.get(name)
    if item is None:
        return _not_here()
    if request.method == "REPORT":
        return refused(dav("supported-report"))
    if request.method == "PROPFIND":
        return _told([Told(at(person, shelf.code, name), of_item(person, item))], question)
    return _file(request, item.written, item.etag)


def _told(told: Iterable[Told], question: Element | None) -> HttpResponse:
    """What is asked of these; of everything, all but what takes long, and of names alone the names."""
    if question is not None and question.tag != f"{{{DAV}}}propfind":
        raise NotAsked(question.tag)
    names = names_asked(question)
    if names is None:
        told = [Told(one.href, _short(one.properties or {}, question)) for one in told]
    return multistatus(told, names)


def _short(properties: Properties, question: Element | None) -> Properties:
    kept = {name: tell for name, tell in properties.items() if name not in CONTENT}
    is_names_alone = question is not None and question.find(f"{{{DAV}}}propname") is not None
    return dict.fromkeys(kept, str) if is_names_alone else kept


def _is_deep(request: HttpRequest) -> bool:
    return request.headers.get("Depth") == "1"


def _file(request: HttpRequest, written: bytes, etag: str) -> HttpResponseBase:
    response = HttpResponse(written, content_type=ITEM_TYPE)
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


def _not_here() -> HttpResponse:
    return refused(None, status=404, words=_("There is no such calendar here, or it is not for you to see."))
