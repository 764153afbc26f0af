"""What the value of a setting may be, where it is an address."""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import suppress
from typing import Any, Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

HOST = re.compile(r"\*|\.?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\]", re.IGNORECASE)
NAME: Final = "{name}"
LONGEST_PATTERN: Final = 400
BUCKETS: Final = ("s3", "s3+http")
BUCKET: Final = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


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


def bucket(said: str) -> dict[str, Any]:
    """A bucket of a store that speaks S3, as options of `files.s3.S3`. Raises Unusable."""
    should = "is such as s3://name:key@s3.example.org/bucket/folder?region=eu-central-1"
    parts = url(said, BUCKETS, should)
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    name, _slash, folder = parts.path.strip("/").partition("/")
    is_known = set(asked) <= {"region", "style"} and asked.get("style", "path") in ("path", "virtual")
    is_folder = ".." not in unquote(folder).split("/")
    has_key = bool(parts.username) == bool(parts.password)
    if not (BUCKET.fullmatch(name) and is_folder and is_known and has_key):
        raise Unusable(should)
    scheme = "http" if parts.scheme == "s3+http" else "https"
    return {
        "endpoint_url": f"{scheme}://{parts.netloc.rpartition('@')[2]}",
        "access_key": unquote(parts.username) if parts.username else None,
        "secret_key": unquote(parts.password) if parts.password else None,
        "bucket_name": name,
        "location": unquote(folder),
        "region_name": asked.get("region") or "us-east-1",
        "addressing_style": asked.get("style", "path"),
    }
