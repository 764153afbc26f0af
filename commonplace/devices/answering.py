"""Answers as programs read them: properties of each thing, and why something was not done."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from django.http import HttpResponse

from commonplace.devices.asking import CALDAV, DAV, SERVER

# What XML 1.0 cannot say at all, however it is escaped.
_UNSAYABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PREFIXES: Final = {"d": DAV, "c": CALDAV, "s": SERVER}

# A property is words, or elements within it.
Value = str | Sequence[Element]
# What a thing can be asked; told only where it is asked.
Properties = Mapping[str, Callable[[], Value]]


@dataclass(frozen=True)
class Told:
    """One thing by its address and what it says of itself; nothing where there is no such thing."""

    href: str
    properties: Properties | None


def dav(name: str, *within: Element, text: str = "") -> Element:
    """An element of WebDAV."""
    return element(f"{{{DAV}}}{name}", *within, text=text)


def caldav(tag: str, **attributes: str) -> Element:
    """An element of CalDAV."""
    made = element(f"{{{CALDAV}}}{tag}")
    made.attrib.update(attributes)
    return made


def element(tag: str, *within: Element, text: str = "") -> Element:
    """An element by its whole name."""
    made = Element(tag)
    made.text = _UNSAYABLE.sub("", text) or None
    made.extend(within)
    return made


def href(address: str) -> Element:
    """A way to another thing."""
    return dav("href", text=address)


def multistatus(told: Iterable[Told], names: Sequence[str] | None, *, more: Iterable[Element] = ()) -> HttpResponse:
    """What each says to these questions, or to all that it knows an answer to."""
    return written(dav("multistatus", *(_response(one, names) for one in told), *more), status=207)


def refused(condition: Element | None, *, status: int = 403, words: str = "") -> HttpResponse:
    """That something is not done: the condition that does not hold, and a sentence for whoever reads it."""
    within = [] if condition is None else [condition]
    said = [dav("responsedescription", text=words)] if words else []
    return written(dav("error", *within, *said), status=status)


def written(root: Element, *, status: int) -> HttpResponse:
    """An element as an answer."""
    for prefix, space in _PREFIXES.items():
        ET.register_namespace(prefix, space)
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, status=status, content_type="application/xml; charset=utf-8")


def _response(one: Told, names: Sequence[str] | None) -> Element:
    if one.properties is None:
        return dav("response", href(one.href), _status(404))
    found: list[Element] = []
    missing: list[Element] = []
    for name in one.properties if names is None else names:
        tell = one.properties.get(name)
        if tell is None:
            missing.append(element(name))
        else:
            value = tell()
            found.append(element(name, text=value) if isinstance(value, str) else element(name, *value))
    stats = [_propstat(found, 200)] if found or not missing else []
    if missing:
        stats.append(_propstat(missing, 404))
    return dav("response", href(one.href), *stats)


def _propstat(properties: Sequence[Element], status: int) -> Element:
    return dav("propstat", dav("prop", *properties), _status(status))


def _status(status: int) -> Element:
    return dav("status", text={200: "HTTP/1.1 200 OK", 404: "HTTP/1.1 404 Not Found"}[status])
