"""How someone wants their pages: kept in cookies, so that no page needs a query to know."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from commonplace.people.models import Person
from commonplace.ui.context import COOKIE as LIGHT
from commonplace.ui.context import KEYS, ZONE

A_YEAR = 365 * 24 * 3600


def chosen_language(request: HttpRequest) -> str:
    """The language that a stranger chose for these pages, "" where the browser's wish was good enough."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else ""


def keep_wishes(response: HttpResponseBase, person: Person, *, is_secure: bool, forget: bool = False) -> None:
    """Put language, time zone, light and keys into cookies; what was never wished clears its cookie with `forget`."""
    wishes = (
        (settings.LANGUAGE_COOKIE_NAME, person.language),
        (ZONE, person.time_zone),
        (LIGHT, person.look),
        (KEYS, "yes" if person.uses_keys else ""),
    )
    for cookie, wish in wishes:
        if wish:
            response.set_cookie(cookie, wish, max_age=A_YEAR, samesite="Lax", secure=is_secure, httponly=True)
        elif forget:
            response.delete_cookie(cookie, samesite="Lax")
