"""Whether a reader's hours run to twelve or to twenty-four: known for a request as its language and time zone are.

The house speaks a language, not a region, so what the browser says of the region decides: English in the United States
has a.m. and p.m., English in Ireland has not. Where it says none, hours run to twenty-four.
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.utils.translation.trans_real import parse_accept_lang_header

_HALF_DAYS: ContextVar[bool] = ContextVar("half_days", default=False)


def activate(half_days: bool) -> None:
    """Have hours run to twelve, twice a day, or to twenty-four."""
    _HALF_DAYS.set(half_days)


def deactivate() -> None:
    """Have hours run to twenty-four, as where nobody has said how they would read them."""
    _HALF_DAYS.set(False)


def has_half_days() -> bool:
    """Whether hours run to twelve for the present reader."""
    return _HALF_DAYS.get()


@lru_cache(maxsize=1000)
def wants_half_days(accepted: str, language: str) -> bool:
    """Whether a browser that sends `Accept-Language: accepted` is read, in `language`, where hours run to twelve."""
    spoken = language.partition("-")[0]
    for tag, _weight in parse_accept_lang_header(accepted[:500].lower()):
        first, _dash, region = tag.partition("-")
        if first == spoken and region:
            try:
                return "a" in str(Locale.parse(f"{first}-{region}", sep="-").time_formats["short"].pattern)
            except (UnknownLocaleError, ValueError):
                continue
    return False
