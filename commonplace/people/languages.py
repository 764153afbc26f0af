"""Names of languages, countries and time zones, in the reader's language."""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from unicodedata import combining
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from django.utils.translation import get_language, override

from commonplace.lib.text import normalized
from commonplace.people.models import Person

Choices = list[tuple[str, str]]
NO_LANGUAGES = frozenset(("mis", "mul", "und", "zxx"))
NO_COUNTRIES = frozenset(("EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"))
AREAS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def in_language_of(person: Person) -> override:
    """Speak to someone in the language they chose; where they chose none, in that of whoever is writing."""
    return override(person.language or get_language())


def language_choices() -> Choices:
    """Codes and names of the languages people write, by name."""
    return _languages(get_language() or "en")


def country_choices() -> Choices:
    """Codes and names of countries, by name."""
    return _countries(get_language() or "en")


def language_names(codes: list[str]) -> list[str]:
    """Names of languages by their codes; a code nobody knows is left out."""
    names = dict(language_choices())
    return [names[code] for code in codes if code in names]


def country_name(code: str) -> str:
    """The name of a country by its code, or ""."""
    return dict(country_choices()).get(code, "")


def zone_choices() -> Choices:
    """Time zones and the towns and countries they are named after, by name."""
    return _zones(get_language() or "en")


def zone_of(said: str) -> str:
    """The time zone that someone typed, by its name as offered, in the world's database, or of its town; or ""."""
    folded = _folded(said)
    for meant in _spellings(get_language() or "en"):
        if len(fitting := meant.get(folded, [])) == 1:
            return fitting[0]
    return ""


def zones_like(said: str) -> list[str]:
    """Names of up to three time zones that are spelt much like what someone typed."""
    names = {_folded(name): name for _zone, name in zone_choices()}
    towns = {_folded(name.partition(",")[0]): name for _zone, name in zone_choices()}
    wanted = _folded(said)[:80]
    within = [name for folded, name in names.items() if wanted and wanted in folded]
    near = [towns[one] for one in get_close_matches(wanted, towns, n=3)]
    return list(dict.fromkeys([*within[:3], *near]))[:3]


def _folded(said: str) -> str:
    """How a name of a place is compared: without case, accents and spaces at the ends."""
    apart = normalized(said.strip().casefold(), "NFKD")
    return "".join(sign for sign in apart if not combining(sign)).replace("ł", "l")


@lru_cache
def _spellings(language: str) -> tuple[dict[str, list[str]], ...]:
    """The zones that each spelling may mean: as offered, in the world's database, by its town; some 1,200 in all."""
    choices = _zones(language)
    by_town = ((zone, name.partition(",")[0]) for zone, name in choices)
    found = []
    for named in (choices, ((zone, zone) for zone, _name in choices), by_town):
        meant: dict[str, list[str]] = {}
        for zone, name in named:
            meant.setdefault(_folded(name), []).append(zone)
        found.append(meant)
    return tuple(found)


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@lru_cache
def _languages(language: str) -> Choices:
    names = ((code, name) for code, name in _locale(language).languages.items() if len(code) <= 3 and code.isalpha())
    # As the reader's language writes them: English with a capital, Polish without.
    return _sorted((code, name) for code, name in names if code not in NO_LANGUAGES)


@lru_cache
def _zones(language: str) -> Choices:
    locale, countries = _locale(language), get_global("zone_territories")
    towns = locale.time_zones
    zones = {zone for zone in available_timezones() if zone.split("/")[0] in AREAS}

    def named(zone: str) -> str:
        town = towns.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
        country = locale.territories.get(countries.get(zone, ""))
        return f"{town}, {country}" if country else town

    return [("UTC", "UTC"), *_sorted((zone, named(zone)) for zone in zones)]


@lru_cache
def _countries(language: str) -> Choices:
    names = _locale(language).territories.items()
    return _sorted(
        (code, name) for code, name in names if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES
    )


def _sorted(pairs: Iterable[tuple[str, str]]) -> Choices:
    return sorted(pairs, key=lambda pair: pair[1].casefold())
