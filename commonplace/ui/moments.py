"""When something was, as every page says it: in words, with the whole moment for whoever points at it."""

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from commonplace.ui import clock, words
from commonplace.ui.pieces import pieces


def spoken(at: date | datetime, said: str, *, hour: bool = False) -> SafeString:
    """A moment, or a day, that the page speaks of as `said`; with `hour` it says the hour, and so a page says whose
    hours they are (see ui/context.py).
    """
    piece = pieces("ui/moment.html")
    if not isinstance(at, datetime):
        return piece["day"](at=at.isoformat(), said=said)
    return piece["hour" if hour else "moment"](at=at.isoformat(), full=words.moment_in_full(at), said=said)


type Reader = tuple[str, str, bool, int]


def reader() -> Reader:
    """What a moment's words depend on besides the moment: language, zone, how hours run, and this year."""
    zone = timezone.get_current_timezone_name()
    return get_language() or "", zone, clock.has_half_days(), timezone.localdate().year


@lru_cache(maxsize=8192)
def written(at: datetime, language: str, zone: str, half_days: bool, year: int) -> SafeString:
    """When something was written: the day and the hour, remembered for a `reader`."""
    return spoken(at, words.moment(at, now=timezone.now()), hour=True)
