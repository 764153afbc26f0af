"""Names of languages, countries and time zones, in the reader's language."""

from collections.abc import Iterable
from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language, override

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


@lru_cache
def zone_choices() -> Choices:
    """Time zones by area and city, as the world's database names them."""
    zones = sorted(zone for zone in available_timezones() if zone.split("/")[0] in AREAS)
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ").replace("/", ": ", 1)) for zone in zones)]


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
def _countries(language: str) -> Choices:
    names = _locale(language).territories.items()
    return _sorted(
        (code, name) for code, name in names if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES
    )


def _sorted(pairs: Iterable[tuple[str, str]]) -> Choices:
    return sorted(pairs, key=lambda pair: pair[1].casefold())
