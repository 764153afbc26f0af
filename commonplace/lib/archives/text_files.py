"""Files of words opened in the charset they are written in, which no archive tells."""

from __future__ import annotations

import codecs
import io
from pathlib import Path
from typing import Final, TextIO

from commonplace.lib.charsets import guessed

_PIECE: Final = 1 << 16
_MARKED: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def opened(path: Path, *, language: str = "") -> TextIO:
    """A file as text: by its mark, as UTF-8 where all of it is, else by the letters of `language` or whichever fit."""
    charset = charset_of(path, language=language)
    return io.TextIOWrapper(path.open("rb"), encoding=charset, errors="replace", newline="")


def charset_of(path: Path, *, language: str = "") -> str:
    """What a file is written in, as Python calls it; all of it is looked at."""
    with path.open("rb") as file:
        begins = file.read(4)
        for mark, charset in _MARKED:
            if begins.startswith(mark):
                return charset
        if len(begins) == 4 and begins[1] == begins[3] == 0 and begins[0] and begins[2]:
            return "utf-16-le"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        while piece := file.read(_PIECE):
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                return guessed(piece + file.read(_PIECE), language)
    # A file that stops within a letter is UTF-8 all the same.
    return "utf-8"


__all__ = ["charset_of", "opened"]
