"""Asking another host for something at an address that somebody gave us: never one of the machine's own surroundings.

The name is looked up once, every address behind it has to be anybody's, and the very one that was looked at is
connected to, so that no name that changes its mind in between leads inside. Nothing is followed: where an answer points
elsewhere, that is the answer.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import SplitResult, urlsplit

SECONDS: Final = 10
# So much of an answer is read, so that its connection ends well; nobody wants its words.
_READ: Final = 4_096
# What carries another address inside: whether that one is anybody's, these do not say.
_TUNNELS: Final = [ipaddress.ip_network(one) for one in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]


class NotOutward(ValueError):
    """The address is none that may be asked: not https, or it leads to our own surroundings."""


class Answer(NamedTuple):
    """What came back: a status, and after how many seconds one may ask again, where it says so."""

    status: int
    again_after: int | None


def check(url: str, *, is_inside_too: bool = False) -> SplitResult:
    """What an address consists of. Raises NotOutward where it may not be asked, whatever its name leads to."""
    try:
        parts = urlsplit(url)
        port = parts.port
        # As it is written before it is looked up: a name with a part that is empty, or too long, is an error there.
        (parts.hostname or "").encode("idna")
    except ValueError as problem:
        raise NotOutward(url) from problem
    is_odd = parts.username is not None or parts.password is not None or not parts.hostname
    # Nothing that would end the line of a request, or a header, and no letters that hosts know by another name.
    if is_odd or not url.isascii() or any(sign <= " " or sign == "\x7f" for sign in url):
        raise NotOutward(url)
    if is_inside_too:
        if parts.scheme not in ("http", "https"):
            raise NotOutward(url)
    elif parts.scheme != "https" or port not in (None, 443):
        raise NotOutward(url)
    return parts


def is_anybodys(address: str) -> bool:
    """Whether a numeric address is one on the public net."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            found = found.ipv4_mapped
        elif any(found in network for network in _TUNNELS):
            return False
    return found.is_global and not found.is_multicast


def post(url: str, body: bytes, headers: Mapping[str, str], *, is_inside_too: bool = False) -> Answer:
    """Send something there. Raises NotOutward, and OSError or HTTPException where nobody answers."""
    parts = check(url, is_inside_too=is_inside_too)
    host = str(parts.hostname)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not (is_inside_too or all(map(is_anybodys, found))):
        raise NotOutward(url)
    connection = _Pinned(host, port, found[0]) if parts.scheme == "https" else _connection(found[0], port)
    try:
        path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        connection.request("POST", path, body, {"Host": parts.netloc, **headers})
        answer = connection.getresponse()
        answer.read(_READ)
        again = answer.headers.get("Retry-After", "")
        return Answer(answer.status, int(again) if again.isascii() and again.isdecimal() and len(again) < 9 else None)
    finally:
        connection.close()


def _connection(address: str, port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(address, port, timeout=SECONDS)


class _Pinned(http.client.HTTPSConnection):
    """A connection to one numeric address, which has to prove that it is the host of this name."""

    def __init__(self, host: str, port: int, address: str) -> None:
        self._ours = ssl.create_default_context()
        super().__init__(host, port, timeout=SECONDS, context=self._ours)
        self._address = address

    def connect(self) -> None:
        """Connect to the address, not to whatever the name leads to by now."""
        plain = socket.create_connection((self._address, self.port), timeout=self.timeout)
        try:
            self.sock = self._ours.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise
