"""Public holidays where many members are: of a country with fewer than five of them nothing is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import holidays
from babel import Locale, UnknownLocaleError
from django.db.models import Count
from django.utils.translation import get_language

from commonplace.communities.models import Membership
from commonplace.communities.viewpoint import Viewpoint
from commonplace.cultivation.season.marks import FEWEST
from commonplace.people.models import Affiliation

COUNTRIES = 12


@dataclass(frozen=True)
class ClosedDay:
    """A public holiday, and in which country."""

    day: date
    name: str
    country: str


def countries_here(viewpoint: Viewpoint) -> list[str]:
    """The codes of countries in which five members or more are, as they say of their main place; one query."""
    here = Membership.objects.current().filter(community=viewpoint.community, person__claimed_at__isnull=False)
    main = Affiliation.objects.filter(is_main=True, person__in=here.values("person")).exclude(country="")
    rows = main.order_by().values("country").annotate(n=Count("person", distinct=True)).filter(n__gte=FEWEST)
    return [row["country"] for row in rows.order_by("-n", "country")[:COUNTRIES]]


def closed_days(countries: Iterable[str], *, first: date, last: date) -> list[ClosedDay]:
    """The public holidays of these countries between two days, in the reader's language where it is known."""
    language = get_language() or "en"
    found = [
        ClosedDay(day, name, country_said(code, language))
        for code in countries
        for year in range(first.year, last.year + 1)
        for day, name in _of(code.upper(), year, language.replace("-", "_"))
        if first <= day <= last
    ]
    return sorted(found, key=lambda one: (one.day, one.country, one.name))


@lru_cache(maxsize=500)
def _of(code: str, year: int, language: str) -> tuple[tuple[date, str], ...]:
    """The holidays of a country in a year; none where nobody has written its law down."""
    if code not in holidays.list_supported_countries(include_aliases=False):
        return ()
    known = holidays.country_holidays(code, years=year)
    spoken = known.supported_languages or ()
    chosen = next((one for one in spoken if one == language or one.split("_")[0] == language), None)
    if chosen is None and language.partition("_")[0] == "en":
        chosen = next((one for one in spoken if one.startswith("en")), None)
    if chosen is not None and chosen != known.language:
        known = holidays.country_holidays(code, years=year, language=chosen)
    return tuple(sorted(known.items()))


def country_said(code: str, language: str) -> str:
    """The name of a country, or its code where it has none."""
    try:
        return str(Locale.parse(language.replace("-", "_")).territories.get(code.upper(), code.upper()))
    except (UnknownLocaleError, ValueError):
        return code.upper()
