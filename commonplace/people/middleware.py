"""Pages in the reader's own language and time zone, with the hours that they are used to."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

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
