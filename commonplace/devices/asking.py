"""What a program asks for, as XML: read within bounds, and never led anywhere else."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from typing import Any, Final
from xml.etree.ElementTree import Element

from django.http import HttpRequest

# A request for 2000 files by their addresses takes about 250 kB.
MOST_BYTES: Final = 512 * 1024
MOST_ELEMENTS: Final = 5000
DEEPEST: Final = 20

DAV, CALDAV, SERVER = "DAV:", "urn:ietf:params:xml:ns:caldav", "http://calendarserver.org/ns/"


class NotAsked(ValueError):
    """These bytes are no question in XML, or one that nobody means well with."""


class TooLong(ValueError):
    """A question is never as long."""


class _Within(ET.TreeBuilder):
    """Builds a tree, but of no document that declares a type: what it may define there unfolds or is fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = self.number = 0

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise NotAsked(name)

    def start(self, tag: str, attrs: dict[Any, Any], /) -> Any:
        self.depth, self.number = self.depth + 1, self.number + 1
        if self.depth > DEEPEST or self.number > MOST_ELEMENTS:
            raise NotAsked(tag)
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self.depth -= 1
        return super().end(tag)


def body_of(request: HttpRequest) -> bytes:
    """What was sent along; raises TooLong."""
    said = request.headers.get("Content-Length", "")
    if said.isdecimal() and int(said[:20]) > MOST_BYTES:
        raise TooLong
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise TooLong
    return body


def asked(body: bytes) -> Element | None:
    """The question, None where none was sent; raises NotAsked."""
    if not body.strip():
        return None
    parser = ET.XMLParser(target=_Within())  # nosec B314  # it refuses every document type, and with it all entities
    try:
        parser.feed(body)
        root: Element = parser.close()
    except (ET.ParseError, LookupError, ValueError) as problem:
        raise NotAsked from problem
    return root


def names_asked(root: Element | None) -> list[str] | None:
    """The names of properties that are asked for; None for all of them."""
    prop = root.find(f"{{{DAV}}}prop") if root is not None else None
    return None if prop is None else list(dict.fromkeys(one.tag for one in prop))


def moment_of(said: str) -> datetime:
    """A moment as calendars say it (20261127T180000Z); raises NotAsked."""
    try:
        return datetime.strptime(said, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError as problem:
        raise NotAsked(said) from problem
