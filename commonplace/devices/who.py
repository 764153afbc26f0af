"""Which device asks: by HTTP's own way of saying a name and a password."""

from __future__ import annotations

import base64
import binascii

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from commonplace.devices.actions import digest_of
from commonplace.devices.models import DevicePassword
from commonplace.limits.limit import Limit, sender

SECONDS = 60
GUESSES = Limit("device guesses", 30, SECONDS)
LONGEST = 1000  # signs of what says who asks


class Unknown(LookupError):
    """Nobody said who asks, or nobody here knows the password."""


class TooFast(Exception):
    """More was asked, or guessed, than there is room for; `seconds` until there is some again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def device_of(request: HttpRequest) -> DevicePassword:
    """The password that a request shows, with its person; raises Unknown and TooFast.

    The name beside it is not looked at: the password alone is as hard to guess, and whoever changes their mail address
    need not go round their devices. Where too many wrong ones came from an address, none is even looked up.
    """
    said = request.headers.get("Authorization", "")
    if not said:
        raise Unknown
    address = sender(request)
    if seconds := GUESSES.wait(address):
        raise TooFast(seconds)
    words = _password_in(said)
    found = next(iter(_passwords(digest_of(words))), None) if words else None
    if found is None:
        GUESSES.take(address)
        raise Unknown
    most = settings.API_READS_A_MINUTE
    if seconds := Limit("device reads", most, SECONDS, ahead=max(1, most // 50)).take(f"device {found.pk}"):
        raise TooFast(seconds)
    return found


def _password_in(said: str) -> str:
    """What stands after the name, as RFC 7617 says it; "" where it stands in no such form."""
    scheme, _space, coded = said.partition(" ")
    if scheme.lower() != "basic" or len(coded) > LONGEST:
        return ""
    try:
        plain = base64.b64decode(coded.strip(), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""
    return plain.partition(":")[2]


def _passwords(digest: str) -> QuerySet[DevicePassword]:
    return DevicePassword.objects.filter(digest=digest, person__is_active=True).select_related("person")
