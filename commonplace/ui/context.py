"""What every template may rely on: the light, the direction and the language of the page."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.http import HttpRequest
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language, get_language_bidi

from commonplace.ui import clock

LIGHTS = ("light", "dark")
COOKIE = "theme"
KEYS = "keys"
ZONE = "zone"
# What the context processors of the house give; parts of a page (see ui/places.py) get it too.
AROUND = ("request", "csrf_token", "user", "messages", "theme", "dir", "lang", "spine")


def light_of(request: HttpRequest) -> str:
    """Return the light that the reader chose ("light" or "dark"), or "" to follow the device."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in LIGHTS else ""


@lru_cache(maxsize=1000)
def zone_said(zone: str, language: str) -> str:
    """A time zone as a page speaks of it: its town, in the language of the page."""
    town = zone.rpartition("/")[2].replace("_", " ")
    try:
        return str(Locale.parse(language, sep="-").time_zones.get(zone, {}).get("city") or town)
    except (UnknownLocaleError, ValueError):
        return town


def look(request: HttpRequest) -> dict[str, str | bool]:
    """Context processor: ``theme`` ("light", "dark" or ""), ``dir`` ("ltr" or "rtl"), ``lang``, ``clock`` ("h12" or
    "h23"), ``keys`` where the reader switched them on, and whose hours they read (``hours_of``) who chose no time zone.
    """
    return {
        "theme": light_of(request),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "lang": get_language() or "en",
        "keys": request.COOKIES.get(KEYS) == "yes",
        "clock": "h12" if clock.has_half_days() else "h23",
        "hours_of": "" if request.COOKIES.get(ZONE) else zone_said(get_current_timezone_name(), get_language() or "en"),
    }
