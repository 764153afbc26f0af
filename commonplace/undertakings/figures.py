"""Numbers as people write them, in English and in Polish, read so that none is taken for another."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.formats import number_format

DIGITS, PLACES = 15, 4  # as many as both databases keep exactly
MINUS = "−\u2010\u2011\u2012\u2013"
SPACES = re.compile(r"[ \u00a0\u2009\u202f]")
PLAIN = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
BY_SPACES = re.compile(r"-?[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3})+(?:[.,][0-9]+)?")
BY_COMMAS = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
BY_POINTS = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?")
TWO_WAYS = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}")


class NoNumber(ValueError):
    """This is no number, as either language writes one."""


class TwoNumbers(ValueError):
    """It is one number in English and another in Polish: 1,234 is 1234 or 1.234. Both are told, plainly written."""


class TooLong(ValueError):
    """It has more digits than are kept, before the point or behind it."""


def read(text: str) -> Decimal:
    """The number that is written there; raises NoNumber, TwoNumbers and TooLong."""
    said = text.strip()
    for sign in MINUS:
        said = said.replace(sign, "-")
    if TWO_WAYS.fullmatch(said):
        raise TwoNumbers(said.replace(",", ""), said.replace(",", "."))
    if PLAIN.fullmatch(said) or BY_SPACES.fullmatch(said):
        plain = SPACES.sub("", said).replace(",", ".")
    elif BY_COMMAS.fullmatch(said):
        plain = said.replace(",", "")
    elif BY_POINTS.fullmatch(said):
        plain = said.replace(".", "").replace(",", ".")
    else:
        raise NoNumber(text[:40])
    whole, _point, rest = plain.lstrip("-").partition(".")
    if len(whole.lstrip("0")) > DIGITS - PLACES or len(rest.rstrip("0")) > PLACES:
        raise TooLong(text[:40])
    return Decimal(plain) + 0  # minus nought is nought


def written(amount: Decimal) -> str:
    """The number as `read` takes it in any language: with a point, and nothing that tells thousands apart."""
    plain = f"{amount:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def shown(amount: Decimal) -> str:
    """The number as the reader's language writes it."""
    return str(number_format(written(amount), use_l10n=True, force_grouping=True))


def for_a_sheet(amount: Decimal) -> str:
    """The number as a spreadsheet of the reader's language takes it."""
    return str(number_format(written(amount), use_l10n=True, force_grouping=False))
