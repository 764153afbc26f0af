"""What every template may rely on: the light, the direction and the language of the page."""

from django.http import HttpRequest
from django.utils.translation import get_language, get_language_bidi

LIGHTS = ("light", "dark")
COOKIE = "theme"
KEYS = "keys"
# What the context processors of the house give; parts of a page (see ui/places.py) get it too.
AROUND = ("request", "csrf_token", "user", "messages", "theme", "dir", "lang", "spine")


def light_of(request: HttpRequest) -> str:
    """Return the light that the reader chose ("light" or "dark"), or "" to follow the device."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in LIGHTS else ""


def look(request: HttpRequest) -> dict[str, str | bool]:
    """Context processor: ``theme`` ("light", "dark" or ""), ``dir`` ("ltr" or "rtl"), ``lang``, and ``keys`` where the
    reader switched them on.
    """
    return {
        "theme": light_of(request),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "lang": get_language() or "en",
        "keys": request.COOKIES.get(KEYS) == "yes",
    }
