"""Signed addresses of the house: a word, a plus, and numbers that only the house can have put there.

In figures and small letters, so that they survive servers that fold a name to one case;
docs/decisions/0021-mail-that-comes-in.md says what they allow.
"""

from __future__ import annotations

import base64
import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from commonplace.lib.addresses import one_address

_TOKEN = re.compile(r"([0-9a-z]{1,13})-([0-9a-z]{1,13})-([0-9a-z]{1,4})-([a-z2-7]{16})")
_FIGURES = "0123456789abcdefghijklmnopqrstuvwxyz"


def takes_mail_in() -> bool:
    """Whether mail to these addresses reaches the house, as its operator says with MAIL_IN."""
    return bool(settings.MAIL_IN)


def domain() -> str:
    """What stands behind the @ of every address here."""
    host = settings.MAIL_DOMAIN or urlsplit(settings.BASE_URL).hostname or "localhost"
    try:
        ip_address(host)
    except ValueError:
        return one_address(f"x@{host}")[2:]
    return "localhost"


def token_of(purpose: str, person: int, about: int, month: int) -> str:
    """Three numbers (a person, what it is about, a month) and the signature of the house, for one purpose."""
    told = _signature(purpose, person, about, month, settings.SECRET_KEY)
    return "-".join((*map(in_figures, (person, about, month)), told))


def numbers_in(purpose: str, token: str) -> tuple[int, int, int] | None:
    """The numbers in a token (a person, what it is about, a month), where its signature is ours."""
    found = _TOKEN.fullmatch(token)
    if found is None:
        return None
    person, about, month = (int(one, 36) for one in found.groups()[:3])
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    told = [_signature(purpose, person, about, month, key) for key in keys]
    if not any(constant_time_compare(one, found[4]) for one in told) or max(person, about) >= 1 << 63:
        return None
    return person, about, month


def _signature(purpose: str, person: int, about: int, month: int, key: str | bytes) -> str:
    """Eighty bits: who guesses can only guess by sending mail."""
    digest = salted_hmac(f"commonplace.mail.{purpose}", f"{person}.{about}.{month}", secret=key, algorithm="sha256")
    return base64.b32encode(digest.digest()[:10]).decode("ascii").lower()


def in_figures(number: int) -> str:
    """A number as short as figures and small letters can write it."""
    said = _FIGURES[number % 36]
    while number := number // 36:
        said = _FIGURES[number % 36] + said
    return said
