"""How someone wants their pages: kept in cookies, so that no page needs a query to know."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from commonplace.people.models import Person
from commonplace.ui.context import COOKIE as LIGHT

A_YEAR = 365 * 24 * 3600


def chosen_language(request: HttpRequest) -> str:
    """The language that a stranger chose for these pages, "" where the browser's wish was good enough."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else ""


def keep_wishes(response: HttpResponseBase, person: Person, *, is_secure: bool, forget: bool = False) -> None:
    """Put language, time zone and light into cookies; a wish that was never said clears its cookie with `forget`."""
    wishes = ((settings.LANGUAGE_COOKIE_NAME, person.language), ("zone", person.time_zone), (LIGHT, person.look))
    for cookie, wish in wishes:
        if wish:
            response.set_cookie(cookie, wish, max_age=A_YEAR, samesite="Lax", secure=is_secure, httponly=True)
        elif forget:
            response.delete_cookie(cookie, samesite="Lax")
