"""The tables of a PostgreSQL dump in plain SQL, read without a server: the rows of its COPY statements alone."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Iterator
from gzip import BadGzipFile
from pathlib import Path
from typing import Final

from commonplace.lib.archives.stream import Unsafe
from commonplace.lib.unpacking import Gunzipped, TooMuch

LONGEST: Final = 32 << 20  # bytes of one row
_COPY = re.compile(rb'COPY (?:"?public"?\.)?"?(\w{1,63})"? \(([^)]{1,20000})\) FROM stdin;\s*$')
_ESCAPED = re.compile(r"\\(?:([bfnrtv\\])|x([0-9A-Fa-f]{1,2})|([0-7]{1,3})|(.))", re.DOTALL)
_SIGNS: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}

type Row = dict[str, str | None]


class Cut(ValueError):
    """The dump stops before its end, or is damaged; all rows before that were given out."""


def rows(path: Path, wanted: Callable[[str], bool]) -> Iterator[tuple[str, Row | None]]:
    """The rows of the wanted tables in their order; of every other that has any its name alone, once. Raises Unsafe,
    and Cut.
    """
    table, columns, is_told = "", [""], False
    for line in _lines(path):
        if not table:
            if line.startswith(b"COPY ") and (found := _COPY.match(line)):
                table, is_told = found[1].decode(), False
                columns = [name.strip().strip('"') for name in found[2].decode("utf-8", "replace").split(",")]
        elif line.rstrip(b"\r\n") == b"\\.":
            table = ""
        elif wanted(table):
            fields = line.decode("utf-8", "replace").rstrip("\n").split("\t")
            yield table, {name: _value(field) for name, field in zip(columns, fields, strict=False)}
        elif not is_told:
            is_told = True
            yield table, None
    if table:
        raise Cut(f"{path.name} stops within {table}")


def _value(field: str) -> str | None:
    if field == "\\N":
        return None
    return _ESCAPED.sub(_sign, field) if "\\" in field else field


def _sign(found: re.Match[str]) -> str:
    if found[1]:
        return _SIGNS[found[1]]
    if found[2] or found[3]:
        return chr(int(found[2], 16) if found[2] else int(found[3], 8) & 0xFF)
    return found[4]


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        is_packed = file.read(2) == b"\x1f\x8b"
    with io.BufferedReader(_Raw(Gunzipped(path)), 1 << 17) if is_packed else path.open("rb") as reader:
        try:
            while line := reader.readline(LONGEST):
                if len(line) == LONGEST:
                    raise Unsafe(f"{path.name} holds a row without end")
                yield line
        except TooMuch as error:
            raise Unsafe(f"{path.name} unpacks to more than an archive may") from error
        except (EOFError, BadGzipFile, zlib.error) as error:
            raise Cut(f"{path.name} stops in the middle") from error


class _Raw(io.RawIOBase):
    """What is unpacked, as a stream that can be buffered."""

    def __init__(self, packed: Gunzipped) -> None:
        self._packed = packed

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._packed.close()
        super().close()

    def readinto(self, room: memoryview) -> int:  # type: ignore[override]
        found = self._packed.read(len(room))
        room[: len(found)] = found
        return len(found)
