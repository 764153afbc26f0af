"""What the value of a setting may be, where it is an address."""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import suppress
from typing import Final
from urllib.parse import SplitResult, urlsplit

HOST = re.compile(r"\*|\.?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\]", re.IGNORECASE)
NAME: Final = "{name}"
LONGEST_PATTERN: Final = 400


class Unusable(ValueError):
    """What a value should be instead."""


def line(said: str) -> str:
    """One line of text. Raises Unusable."""
    if not said.isprintable():
        raise Unusable("is one line of text")
    return said


def url(said: str, schemes: Collection[str], should: str, *, may_lack_host: Collection[str] = ()) -> SplitResult:
    """An address of a server, in its parts. Raises Unusable."""
    with suppress(ValueError):
        parts = urlsplit(line(said))
        is_known = parts.scheme in schemes and not re.search(r"\s", said)
        if is_known and parts.port != 0 and (parts.hostname or parts.scheme in may_lack_host):
            return parts
    raise Unusable(should)


def address(said: str, *, with_path: bool) -> str:
    """The address of a web server, or one on it. Raises Unusable."""
    should = "is an address such as https://commons.example"
    parts = url(said, ("http", "https"), should if with_path else f"{should}, without a path")
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    if not HOST.fullmatch(host) or host.startswith((".", "*")) or parts.username is not None:
        raise Unusable(should)
    if not with_path and (parts.path.strip("/") or parts.query or parts.fragment):
        raise Unusable(f"{should}, without a path")
    return said.rstrip("/")


def pattern(said: str) -> str:
    """An address on a web server with {name} once in it, behind the host. Raises Unusable."""
    should = f"is an address with {NAME} in it, such as https://meet.example.org/{NAME}"
    if len(said) > LONGEST_PATTERN or said.count(NAME) != 1 or set(said.replace(NAME, "")) & set("{}<>\"'\\"):
        raise Unusable(should)
    with suppress(Unusable):
        address(said.replace(NAME, "x"), with_path=True)
        parts = url(said, ("http", "https"), should)
        if NAME in f"{parts.path}?{parts.query}#{parts.fragment}" and NAME not in parts.netloc:
            return said
    raise Unusable(should)
