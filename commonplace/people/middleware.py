"""Pages in the reader's own language and time zone, with the hours they are used to; and for whom a page was made."""

from collections.abc import Callable
from contextlib import suppress
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.crypto import salted_hmac

from commonplace.people.viewer import viewer
from commonplace.ui import clock
from commonplace.ui.context import ZONE


class LanguageAndZone:
    """Sets language (cookie, then the browser's wish), time zone (cookie) and how hours run (the browser's region) for
    one request.

    Language and zone are kept in cookies, written when a person signs in or chooses, so that a page needs no query to
    know them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        try:
            timezone.activate(ZoneInfo(request.COOKIES.get(ZONE, "") or settings.TIME_ZONE))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            timezone.deactivate()
        clock.activate(clock.wants_half_days(request.headers.get("Accept-Language", ""), language))
        try:
            response = self.get_response(request)
        finally:
            timezone.deactivate()
            clock.deactivate()
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language"])
        return response


class Reader:
    """Says on each page for whom it was made, in a word that means nothing elsewhere, so that the worker of a browser
    (see `ui/static/ui/js/worker.js`) keeps pages of one reader alone.

    Nobody's are those of strangers, and of whoever did not ask to stay signed in: nothing is kept on a shared device.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            # Where the database is away it says nothing, and nothing is kept or let go.
            with suppress(DatabaseError):
                response.headers["X-Reader"] = _word_for(request)
        return response


def _word_for(request: HttpRequest) -> str:
    person = viewer(request) if settings.SESSION_COOKIE_NAME in request.COOKIES else None
    if person is None or request.session.get_expire_at_browser_close():
        return "nobody"
    return salted_hmac("commonplace.reader", str(person.pk), algorithm="sha256").hexdigest()[:16]
