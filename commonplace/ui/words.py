"""Small pieces of text that every page needs: moments, waits, initials, number words."""

import re
import zlib
from datetime import date, datetime
from functools import lru_cache

from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext, pgettext

from commonplace.lib.text import normalized
from commonplace.lib.weeks import monday_of
from commonplace.ui import clock

TINTS = 5
LONG_WORD = 24
SYLLABLE = 6
_WORD = re.compile(rf"[^\W\d_]{{{LONG_WORD + 1},}}")
_VOWELS = frozenset("aeiouyáàâäãåąéèêëęíìîïóòôöõőøúùûüűýæœı")


def initials(name: str) -> str:
    """Return the first letters of the first and the last word, or one letter, or "?" for a name without letters.

    What stands behind a comma is no part of the name: "Inês Baptista, network engineer".
    """
    before = name.partition(",")[0]
    said = normalized(before if _first_letter(before) else name)
    words = [first for word in said.split() if (first := _first_letter(word))]
    return (words[0] + words[-1] if len(words) > 1 else words[0]) if words else "?"


def _first_letter(word: str) -> str:
    return next((letter.upper()[0] for letter in word if letter.isalnum()), "")


def tint(name: str) -> int:
    """Return 1 to 5, always the same for the same name; the tint of a face means nothing."""
    return zlib.crc32(normalized(name).encode("utf-8", "replace")) % TINTS + 1


def soft_hyphens(text: str) -> str:
    """Return the text with soft hyphens in words over 24 letters, after vowels; safe markup is left alone."""
    return text if isinstance(text, SafeString) else _WORD.sub(lambda found: _hyphenated(found[0]), text)


def _hyphenated(word: str) -> str:
    parts, start = [], 0
    for at in range(1, len(word)):
        open_syllable = word[at - 1].lower() in _VOWELS and word[at].lower() not in _VOWELS
        if at - start >= SYLLABLE and len(word) - at >= SYLLABLE // 2 and (open_syllable or at - start >= 2 * SYLLABLE):
            parts.append(word[start:at])
            start = at
    return "\u00ad".join([*parts, word[start:]])


def number_word(number: int) -> str:
    """Return a number as a sentence says it: words up to twelve, figures above."""
    # Translators: where number words bend with gender or case, translate these as figures.
    small = [
        *(gettext("none"), gettext("one"), gettext("two"), gettext("three"), gettext("four"), gettext("five")),
        *(gettext("six"), gettext("seven"), gettext("eight"), gettext("nine"), gettext("ten"), gettext("eleven")),
        gettext("twelve"),
    ]
    return small[number] if 0 <= number < len(small) else count(number)


def count(number: int) -> str:
    """Return a whole number in the reader's figures, thousands apart."""
    return _count(number, get_language())


@lru_cache(maxsize=4096)
def _count(number: int, language: str | None) -> str:
    return formats.number_format(number, 0, use_l10n=True, force_grouping=True)


def day(at: date | datetime, *, now: datetime) -> str:
    """Return "9 September", with the year where it is not this one, in the reader's time zone."""
    local = _local_day(at)
    return _day(local, _local_day(now).year, get_language())


def weekday_and_day(at: datetime, *, now: datetime) -> str:
    """Return "Thursday 3 December", with the year where it is not this one, in the reader's time zone."""
    local = _local_day(at)
    this_year = local.year == _local_day(now).year
    form = pgettext("a weekday and its date", "l j F") if this_year else pgettext("a day in full", "l j F Y")
    return formats.date_format(local, form)


def hour(at: datetime) -> str:
    """Return "14:05", or "2:05 p.m." where the reader's hours run to twelve, in the reader's time zone."""
    return _hour(timezone.localtime(at), clock.has_half_days(), get_language())


def _hour(local: datetime, half_days: bool, language: str | None) -> str:
    # Translators: Django date formats, for readers whose hours run to twelve and to twenty-four.
    form = pgettext("hours to twelve", "g:i a") if half_days else pgettext("hours to twenty-four", "H:i")
    return formats.date_format(local, form)


def moment(at: date | datetime, *, now: datetime) -> str:
    """Return "9 September, 14:05", with the year where it is not this one, in the reader's time zone; a day alone for
    a day.
    """
    if not isinstance(at, datetime):
        return day(at, now=now)
    return pgettext("a moment", "%(day)s, %(hour)s") % {"day": day(at, now=now), "hour": hour(at)}


def monday(at: datetime) -> date:
    """The Monday of the week of a moment, in the reader's time zone."""
    return monday_of(_local_day(at))


def week(at: datetime, *, now: datetime) -> str:
    """Return "This week", "Last week", or "Week of 9 November", in the reader's time zone."""
    first = monday(at)
    ago = (monday(now) - first).days // 7
    if ago <= 1:
        return gettext("This week") if ago < 1 else gettext("Last week")
    return gettext("Week of %(day)s") % {"day": day(first, now=now)}


@lru_cache(maxsize=4096)
def _day(local: date, this_year: int, language: str | None) -> str:
    # Translators: Django date formats; Polish would use "j E" and "j E Y".
    if local.year == this_year:
        return formats.date_format(local, pgettext("day of this year", "j F"))
    return formats.date_format(local, pgettext("day of another year", "j F Y"))


def moment_in_full(at: datetime) -> str:
    """Return weekday, day, time and zone, as a title says it."""
    return _in_full(at, get_language(), timezone.get_current_timezone_name(), clock.has_half_days())


# A page says thirty moments in full, and the next page many of the same.
@lru_cache(maxsize=8192)
def _in_full(at: datetime, language: str | None, zone: str, half_days: bool) -> str:
    local = timezone.localtime(at)
    spoken = formats.date_format(local, pgettext("a day in full", "l j F Y"))
    said = pgettext("a moment", "%(day)s, %(hour)s") % {"day": spoken, "hour": _hour(local, half_days, language)}
    return f"{said} ({zone})"


def waiting(at: datetime, *, now: datetime) -> str:
    """Return how long something has waited, in the largest whole unit: "waiting 2 days"."""
    minutes = max(0, int((now - at).total_seconds() // 60))
    if minutes < 60:
        return gettext("waiting less than an hour")
    if minutes < 60 * 24:
        return ngettext("waiting %(n)d hour", "waiting %(n)d hours", minutes // 60) % {"n": minutes // 60}
    days = minutes // (60 * 24)
    if days < 14:
        return ngettext("waiting %(n)d day", "waiting %(n)d days", days) % {"n": days}
    if days < 60:
        return ngettext("waiting %(n)d week", "waiting %(n)d weeks", days // 7) % {"n": days // 7}
    if days < 730:
        return ngettext("waiting %(n)d month", "waiting %(n)d months", days // 30) % {"n": days // 30}
    return ngettext("waiting %(n)d year", "waiting %(n)d years", days // 365) % {"n": days // 365}


def since(at: datetime, *, now: datetime) -> str:
    """Return when something happened, near in words ("3 hours ago", "yesterday"), further off as a day."""
    minutes = int((now - at).total_seconds() // 60)
    days = (_local_day(now) - _local_day(at)).days
    if minutes < 0 or days > 6:
        return day(at, now=now)
    if minutes < 1:
        return gettext("just now")
    if minutes < 60:
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    if days == 0 or minutes < 6 * 60:
        return ngettext("%(n)d hour ago", "%(n)d hours ago", minutes // 60) % {"n": minutes // 60}
    if days == 1:
        return gettext("yesterday")
    return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}


def _local_day(at: date | datetime) -> date:
    return timezone.localtime(at).date() if isinstance(at, datetime) else at
