"""Asking another host for something at an address that somebody gave us: never one of the machine's own surroundings.

The name is looked up once, every address behind it has to be anybody's, and the very one that was looked at is
connected to, so that no name that changes its mind in between leads inside. Of what is sent nothing is followed: where
an answer points elsewhere, that is the answer. What is fetched is followed a few times, each time looked at like the
first.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Final, NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

SECONDS: Final = 10
# So much of an answer is read, so that its connection ends well; nobody wants its words.
_READ: Final = 4_096
_PIECE: Final = 1 << 16
_TURNS: Final = 5
_ELSEWHERE: Final = frozenset((301, 302, 303, 307, 308))
# All that the public net has given out of IPv6 (RFC 4291, 2.4); beside it lie networks of one's own (fec0::/10) and
# addresses that carry another inside (::/96, 64:ff9b::/96), of which Python holds some to be global.
_GIVEN_OUT: Final = ipaddress.IPv6Network("2000::/3")
# In it, what carries another address inside, and what stands in documents (RFC 9637).
_NOBODYS: Final = [ipaddress.IPv6Network(one) for one in ("2002::/16", "2001::/32", "3fff::/20")]


class NotOutward(ValueError):
    """The address is none that may be asked: not https, or it leads to our own surroundings."""


class TooLarge(ValueError):
    """It is more than is taken."""


class TooSlow(OSError):
    """It was not there in time."""


class Fetched(NamedTuple):
    """What was there: a status, the headers by their names in small letters, and the bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes


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
        elif found not in _GIVEN_OUT or any(found in network for network in _NOBODYS):
            return False
    return found.is_global and not found.is_multicast


def post(url: str, body: bytes, headers: Mapping[str, str], *, is_inside_too: bool = False) -> Answer:
    """Send something there. Raises NotOutward, and OSError or HTTPException where nobody answers."""
    parts = check(url, is_inside_too=is_inside_too)
    connection = _to(parts, is_inside_too=is_inside_too)
    try:
        connection.request("POST", _path(parts), body, {"Host": parts.netloc, **headers})
        answer = connection.getresponse()
        answer.read(_READ)
        again = answer.headers.get("Retry-After", "")
        return Answer(answer.status, int(again) if again.isascii() and again.isdecimal() and len(again) < 9 else None)
    finally:
        connection.close()


def ask(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    most: int,
    seconds: float = 30,
    is_inside_too: bool = False,
) -> Fetched:
    """Send something there and take what comes back, as far as `most` bytes; where it leads is not followed. Raises
    as `get`.
    """
    ends = time.monotonic() + seconds
    return _fetched(url, headers, most, ends, is_inside_too=is_inside_too, body=body)


def get(
    url: str, headers: Mapping[str, str], *, most: int, seconds: float = 30, is_inside_too: bool = False
) -> Fetched:
    """Fetch what is there, as far as `most` bytes, in so many seconds for all of it, wherever it leads.

    Each address that it is led to is looked at like the first. Raises NotOutward, TooLarge and TooSlow, and OSError or
    HTTPException where nobody answers, or nothing that can be understood.
    """
    ends = time.monotonic() + seconds
    for _turn in range(_TURNS):
        fetched = _fetched(url, headers, most, ends, is_inside_too=is_inside_too)
        if fetched.status not in _ELSEWHERE:
            return fetched
        url = urljoin(url, fetched.headers.get("location", ""))
    raise NotOutward(url)


def _fetched(
    url: str,
    headers: Mapping[str, str],
    most: int,
    ends: float,
    *,
    is_inside_too: bool,
    body: bytes | None = None,
) -> Fetched:
    parts = check(url.partition("#")[0], is_inside_too=is_inside_too)
    left = ends - time.monotonic()
    if left <= 0:
        raise TooSlow(url)
    connection = _to(parts, is_inside_too=is_inside_too, seconds=min(SECONDS, left))
    clock = _Clock(connection, left)
    try:
        with clock:
            connection.connect()
            # The connection itself forgets it once the answer has begun.
            clock.sock = connection.sock
            method = "GET" if body is None else "POST"
            connection.request(method, _path(parts), body, headers={"Host": parts.netloc, **headers})
            answer = connection.getresponse()
            told = answer.headers.get("Content-Length", "")
            if told.isascii() and told.isdecimal() and int(told[:20]) > most:
                raise TooLarge(url)
            taken = bytearray()
            while piece := answer.read1(_PIECE):
                taken += piece
                if len(taken) > most:
                    raise TooLarge(url)
            # Where nothing says how much there is, what was ended looks whole.
            if clock.has_run_out or answer.length:
                raise http.client.IncompleteRead(bytes(taken), answer.length or 0)
            return Fetched(answer.status, {name.lower(): said for name, said in answer.headers.items()}, bytes(taken))
    except (OSError, http.client.HTTPException) as problem:
        if clock.has_run_out or isinstance(problem, TimeoutError):
            raise TooSlow(url) from problem
        raise
    finally:
        connection.close()


class _Clock:
    """Ends a connection after some seconds, however it is kept waiting: a byte now and then ends no time-out."""

    def __init__(self, connection: http.client.HTTPConnection, seconds: float) -> None:
        self.has_run_out = False
        self.sock: socket.socket | None = None
        self._connection = connection
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_problem: object) -> None:
        self._timer.cancel()
        self._timer.join()

    def _end(self) -> None:
        self.has_run_out = True
        for sock in (self.sock, getattr(self._connection, "plain", None)):
            if sock is not None:
                with suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)


def _to(parts: SplitResult, *, is_inside_too: bool, seconds: float = SECONDS) -> http.client.HTTPConnection:
    """A connection to the one address that was looked at; raises NotOutward."""
    host = str(parts.hostname)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not (is_inside_too or all(map(is_anybodys, found))):
        raise NotOutward(host)
    if parts.scheme == "https":
        return _Pinned(host, port, found[0], seconds)
    return http.client.HTTPConnection(found[0], port, timeout=seconds)


def _path(parts: SplitResult) -> str:
    return f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"


class _Pinned(http.client.HTTPSConnection):
    """A connection to one numeric address, which has to prove that it is the host of this name."""

    def __init__(self, host: str, port: int, address: str, seconds: float) -> None:
        self._ours = ssl.create_default_context()
        super().__init__(host, port, timeout=seconds, context=self._ours)
        self._address = address
        self.plain: socket.socket | None = None

    def connect(self) -> None:
        """Connect to the address, not to whatever the name leads to by now."""
        self.plain = plain = socket.create_connection((self._address, self.port), timeout=self.timeout)
        try:
            self.sock = self._ours.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise
