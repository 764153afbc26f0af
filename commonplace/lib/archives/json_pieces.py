"""JSON that is too large to hold, read piece by piece; and what stands in its pieces, whatever was meant to.

A workspace of years is one file of some gigabytes in some programs, so nothing here keeps more than one piece of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, TextIO

from commonplace.lib.text import tidy

LARGEST: Final = 16 << 20  # signs of one piece
_READ: Final = 1 << 16
_SPACE = re.compile(r"[ \t\r\n]*")
_ODD = re.compile(r"(?<!\\)((?:\\\\)*)\\x([0-9A-Fa-f:;<=>?][0-9A-Fa-f])")
_DECODER: Final = json.JSONDecoder(strict=False)

type Path = tuple[str, ...]
type Row = Mapping[str, object]


class Cut(ValueError):
    """The file stops in the middle, or is no JSON from here on; `at` is how many signs could be read."""

    def __init__(self, at: int) -> None:
        super().__init__(f"no JSON from sign {at} on")
        self.at = at


def pieces(file: TextIO, into: Callable[[Path], bool]) -> Iterator[tuple[Path, object]]:
    """The values of a JSON text and where each stands, whole but for the objects and lists that are gone `into`.

    A path holds the keys of objects, and "*" for a place in a list. Raises Cut once all before it was given out.
    """
    text = _Text(file)
    yield from _walked(text, (), into)


class _Text:
    """A text that is read as far as it is needed."""

    def __init__(self, file: TextIO) -> None:
        self._file, self._held, self._at, self._before, self._is_whole = file, "", 0, 0, False

    @property
    def at(self) -> int:
        return self._before + self._at

    def _more(self) -> None:
        # As much again as is held: what is large is not looked at over and over.
        read = self._file.read(max(_READ, len(self._held) - self._at))
        self._before += self._at
        self._held, self._at, self._is_whole = self._held[self._at :] + read, 0, not read

    def next(self) -> str:
        """The next sign that is no white space; "" at the end."""
        while True:
            found = _SPACE.match(self._held, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._held) or self._is_whole:
                return self._held[self._at : self._at + 1]
            self._more()

    def take(self, *signs: str) -> str:
        """The next sign, which has to be one of these. Raises Cut."""
        sign = self.next()
        if sign not in signs or not sign:
            raise Cut(self.at)
        self._at += 1
        return sign

    def value(self) -> object:
        """The next value, whole. Raises Cut."""
        self.next()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._held, self._at)
            except (ValueError, RecursionError) as error:
                if (
                    isinstance(error, json.JSONDecodeError)
                    and "escape" in error.msg
                    and _ODD.search(self._held, self._at)
                ):
                    # As one program writes control characters.
                    self._held = self._held[: self._at] + _ODD.sub(r"\1 ", self._held[self._at :])
                elif isinstance(error, RecursionError) or self._is_whole or len(self._held) - self._at > LARGEST:
                    raise Cut(self.at) from error
                else:
                    self._more()
            else:
                # A number that ends where the text held does may go on.
                if end < len(self._held) or self._is_whole:
                    self._at = end
                    return value
                self._more()


def _walked(text: _Text, path: Path, into: Callable[[Path], bool]) -> Iterator[tuple[Path, object]]:
    opening = text.next()
    if opening not in ("{", "[") or not into(path):
        yield path, text.value()
        return
    text.take(opening)
    closing = "}" if opening == "{" else "]"
    if text.next() == closing:
        text.take(closing)
        return
    while True:
        key: object = "*"
        if opening == "{":
            if text.next() != '"':
                raise Cut(text.at)
            key = text.value()
            text.take(":")
        yield from _walked(text, (*path, str(key)), into)
        if text.take(",", closing) == closing:
            return


def row(value: object) -> Row:
    """A value as an object; an empty one where it is none."""
    return value if isinstance(value, dict) else {}


def rows(value: object) -> list[Row]:
    """The objects of a list; none where it is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def said(value: object) -> str:
    """A text or whole number as tidied words; "" for anything else."""
    if isinstance(value, str):
        return tidy(value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 70 else ""


__all__ = ["Cut", "Path", "Row", "pieces", "row", "rows", "said"]
