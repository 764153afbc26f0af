"""How often one may ask: so many requests a minute, counted for each token or address in the cache."""

from __future__ import annotations

import time

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from commonplace.api.actions import digest_of

WINDOW = 60


def seconds_to_wait(request: HttpRequest) -> int:
    """Count this request; 0 when it may go on, else the seconds until the next minute begins."""
    most = settings.API_READS_A_MINUTE
    if most <= 0:
        return 0
    address = _key(_address(request))
    said = request.headers.get("Authorization")
    # A token counts for itself, so that programs behind one address do not stand in each other's way.
    count = max(_count(_key(digest_of(said))), cache.get(address, 0)) if said else _count(address)
    return WINDOW - int(time.time()) % WINDOW if count > most else 0


def count_refusal(request: HttpRequest) -> None:
    """Count a token that nobody knows for the address that sent it, so that trying many of them ends soon."""
    _count(_key(_address(request)))


def _address(request: HttpRequest) -> str:
    return str(get_adapter(request).get_client_ip(request))


def _key(who: str) -> str:
    return f"api:{int(time.time()) // WINDOW}:{who}"


def _count(key: str) -> int:
    if cache.add(key, 1, 2 * WINDOW):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # dropped between the two calls
        return 1
