"""XML of others, element by element, in memory that does not grow.

A document type is refused, and with it every entity and whatever a parser would fetch for one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol
from xml.parsers import expat

from commonplace.lib.archives.stream import PassedOver, Unsafe, Why

_PIECE: Final = 1 << 16  # bytes read at once
LONGEST: Final = 32 << 20  # bytes between two ends of tags: one text
DEEPEST: Final = 40  # elements within elements; a course has some fifteen


class Readable(Protocol):
    """What gives out so many bytes, fewer at its end."""

    def read(self, size: int, /) -> bytes: ...


class Damaged(ValueError):
    """The file cannot be read from a line on, which the message names; what lies before was given out."""


@dataclass(slots=True)
class Opened:
    """An element that begins, with its attributes."""

    name: str
    given: dict[str, str]


@dataclass(slots=True)
class Closed:
    """An element that ends, with the text that stood right in it."""

    name: str
    text: str


@dataclass(slots=True)
class _Events:
    seen: list[Opened | Closed] = field(default_factory=list)
    texts: list[list[str]] = field(default_factory=list)


def elements(file: Readable, *, with_text: bool = True) -> Iterator[Opened | Closed]:
    """Beginnings and ends in their order; raises Unsafe, and Damaged once what lies before was given out."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    events = _Events()

    def opened(name: str, given: dict[str, str]) -> None:
        if len(events.texts) >= DEEPEST:
            raise Unsafe("elements within elements without end")
        events.texts.append([])
        events.seen.append(Opened(name, given))

    def closed(name: str) -> None:
        events.seen.append(Closed(name, "".join(events.texts.pop())))

    def refused(*_: object) -> None:
        raise Unsafe("a document type, which could name entities")

    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refused
    if with_text:
        parser.CharacterDataHandler = lambda text: events.texts[-1].append(text)
    silent = 0
    while True:
        piece = file.read(_PIECE)
        try:
            parser.Parse(piece, not piece)
            trouble = None
        except (expat.ExpatError, LookupError, ValueError) as error:
            if isinstance(error, Unsafe):
                raise
            trouble = Damaged(f"line {parser.CurrentLineNumber}")
        silent = 0 if events.seen else silent + len(piece)
        yield from events.seen
        events.seen.clear()
        if trouble:
            raise trouble
        if not piece:
            return
        if silent > LONGEST:
            raise Unsafe("a text without end")


def attributes(path: Path, name: str) -> Iterator[dict[str, str] | PassedOver]:
    """What every element of a name bears in a file, and where the file cannot be read; nothing where there is none."""
    if not path.is_file():
        return
    with path.open("rb") as file:
        try:
            for one in elements(file, with_text=False):
                if isinstance(one, Opened) and one.name == name:
                    yield one.given
        except Damaged as damaged:
            yield PassedOver(Why.DAMAGED, f"{path.name} {damaged}")
