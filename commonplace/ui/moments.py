"""When something was, as every page says it: in words, with the whole moment for whoever points at it."""

from datetime import date, datetime

from django.utils.safestring import SafeString

from commonplace.ui import words
from commonplace.ui.pieces import pieces


def spoken(at: date | datetime, said: str, *, hour: bool = False) -> SafeString:
    """A moment, or a day, that the page speaks of as `said`; with `hour` it says the hour, and so a page says whose
    hours they are (see ui/context.py).
    """
    piece = pieces("ui/moment.html")
    if not isinstance(at, datetime):
        return piece["day"](at=at.isoformat(), said=said)
    return piece["hour" if hour else "moment"](at=at.isoformat(), full=words.moment_in_full(at), said=said)
