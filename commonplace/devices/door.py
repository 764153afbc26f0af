"""CalDAV's door (RFC 4791): calendars to be read by phones and programs, and nothing that changes any."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from commonplace.devices.actions import note_use
from commonplace.devices.answering import dav, refused
from commonplace.devices.asking import NotAsked, TooLong, asked, body_of
from commonplace.devices.models import DevicePassword
from commonplace.devices.shelf import spoken
from commonplace.devices.things import answered
from commonplace.devices.who import TooFast, Unknown, device_of

READS = ("OPTIONS", "GET", "HEAD", "PROPFIND", "REPORT")
WRITES = (
    "PUT POST DELETE PATCH PROPPATCH MKCALENDAR MKCOL MOVE COPY LOCK UNLOCK ACL BIND UNBIND REBIND ORDERPATCH"
).split()


@csrf_exempt  # nosemgrep: without-csrf  # it only says where to ask
def well_known(request: HttpRequest) -> HttpResponse:
    """Where programs look first (RFC 6764)."""
    if request.method not in READS:
        return _not_allowed()
    return HttpResponsePermanentRedirect(reverse("dav_root"))


@csrf_exempt  # nosemgrep: without-csrf  # no cookie opens it, and nothing is changed behind it
def door(request: HttpRequest, asked_for: str = "") -> HttpResponseBase:
    """One request of a program, whatever it asks for."""
    if request.method == "OPTIONS":
        response: HttpResponseBase = HttpResponse(status=200)
        response.headers["Allow"] = ", ".join(READS)
    elif request.method in ("GET", "HEAD") and not asked_for:
        return HttpResponseRedirect(reverse("my_calendars"))  # somebody who looks what that address is
    else:
        response = _let_in(request, [part for part in asked_for.split("/") if part])
    response.headers["DAV"] = "1, 3, calendar-access"
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def _let_in(request: HttpRequest, where: list[str]) -> HttpResponseBase:
    try:
        device = device_of(request)
    except TooFast as problem:
        words = _("This was tried too often. Please wait a minute.")
        response = HttpResponse(words, status=429, content_type="text/plain; charset=utf-8")
        response.headers["Retry-After"] = str(problem.seconds)
        return response
    except Unknown:
        words = _("Calendars here open with a password for each device, which you make on your own page.")
        response = HttpResponse(words, status=401, content_type="text/plain; charset=utf-8")
        response.headers["WWW-Authenticate"] = 'Basic realm="Commonplace", charset="UTF-8"'
        return response
    note_use(password=device, on=timezone.localdate(timezone=timezone.get_default_timezone()))
    with translation.override(spoken(device.person.language)):
        return _answer(request, device, where)


def _answer(request: HttpRequest, device: DevicePassword, where: list[str]) -> HttpResponseBase:
    if request.method in WRITES:
        words = _("Calendars here are for reading. Gatherings are convened and changed on their own pages.")
        return refused(dav("need-privileges"), words=words)
    if request.method not in READS:
        return _not_allowed()
    is_reading = request.method in ("GET", "HEAD")
    if request.headers.get("Depth", "0" if is_reading or request.method == "REPORT" else "infinity") not in ("0", "1"):
        return refused(dav("propfind-finite-depth"), words=_("Ask for one level at a time, by “Depth: 1”."))
    try:
        question = None if is_reading else asked(body_of(request))
        return answered(request, device, where, question, now=timezone.now())
    except NotAsked:
        return refused(None, status=400, words=_("This is no question that can be read here."))
    except TooLong:
        return refused(None, status=413, words=_("This is longer than any question to a calendar."))


def _not_allowed() -> HttpResponse:
    response = HttpResponse(status=405)
    response.headers["Allow"] = ", ".join(READS)
    return response
