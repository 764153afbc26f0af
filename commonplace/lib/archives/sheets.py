"""Rows of a spreadsheet, as CSV in any charset and with any sign between the cells, or as the first sheet of an XLSX.

Nothing is reckoned: of a cell with a formula its text comes, which begins with "=". The XLSX is read here, since what a
list of people needs of it is small, and the library at hand reads XML with entities unless another one keeps it.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from commonplace.lib.archives.elements import Closed, Damaged, Opened, Readable, elements
from commonplace.lib.archives.stream import NotThisKind, Unsafe
from commonplace.lib.charsets import guessed
from commonplace.lib.unpacking import MIB, Budget, TooMuch

LARGEST: Final = 20 * MIB  # bytes of the file
MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 200
LONGEST: Final = 2_000  # characters of a cell; what is longer is cut
_DELIMITERS: Final = (",", ";", "\t", "|")
_LOOKED_AT: Final = 20_000  # characters
_CELL = re.compile(r"([A-Z]{1,3})\d+")
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

type Cells = list[str]


def rows_of(path: Path, *, language: str = "") -> Iterator[Cells]:
    """The rows that hold anything, each as its cells, trimmed. Raises NotThisKind and Unsafe."""
    if path.stat().st_size > LARGEST:
        raise Unsafe(f"{path.name} is larger than a list of people is")
    data = path.read_bytes()
    rows = _of_xlsx(data, path.name) if data.startswith(b"PK") else _of_csv(data, path.name, language)
    for number, cells in enumerate(rows):
        if number >= MOST_ROWS:
            raise Unsafe(f"{path.name} has more rows than a list of people has")
        trimmed = [" ".join(cell[:LONGEST].split()) for cell in cells[:MOST_COLUMNS]]
        while trimmed and not trimmed[-1]:
            trimmed.pop()
        if trimmed:
            yield trimmed


# --- CSV --------------------------------------------------------------------------------------------------------


def _of_csv(data: bytes, name: str, language: str) -> Iterator[Cells]:
    text = _decoded(data, language)
    if "\0" in text:
        raise NotThisKind(f"{name} is neither a list in CSV nor an XLSX.")
    first, _, rest = text.partition("\n")
    told = re.fullmatch(r'"?sep=(.)"?\s*', first, re.IGNORECASE)
    text, delimiter = (rest, told[1]) if told else (text, _delimiter(text[:_LOOKED_AT]))
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise NotThisKind(f"{name} cannot be read as CSV: {error}") from error


def _decoded(data: bytes, language: str) -> str:
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return data.decode(charset, "replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode(guessed(data, language), "replace")


def _delimiter(text: str) -> str:
    """The sign that parts most rows alike into more than one cell."""

    def fits(sign: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign) if any(row)][:50]
        except csv.Error:
            return 0, 0
        usual = max(set(widths), key=widths.count, default=1)
        return (widths.count(usual) if usual > 1 else 0), usual

    return max(_DELIMITERS, key=fits)


# --- XLSX -------------------------------------------------------------------------------------------------------


def _of_xlsx(data: bytes, name: str) -> Iterator[Cells]:
    if data.count(b"PK\x01\x02") > 4_000:
        raise Unsafe(f"{name} holds more files than a spreadsheet does")
    budget = Budget.for_packed(len(data))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            shared = list(_shared(packed, budget))
            yield from _cells(packed, budget, shared)
    except TooMuch as error:
        raise Unsafe(f"{name} unpacks to more than a spreadsheet may") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, Damaged, NotImplementedError, RuntimeError) as error:
        raise NotThisKind(f"{name} is damaged, locked, or no XLSX.") from error


def _parts(packed: zipfile.ZipFile, name: str, budget: Budget) -> Iterator[Opened | Closed]:
    entry = packed.getinfo(name)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotImplementedError
    with packed.open(entry) as file:
        for one in elements(_Spent(file, budget)):
            one.name = one.name.rpartition(":")[2]
            yield one


class _Spent:
    """A part of a packed file, each byte of which is spent."""

    def __init__(self, file: Readable, budget: Budget) -> None:
        self._file, self._budget = file, budget

    def read(self, size: int, /) -> bytes:
        found = self._file.read(size)
        self._budget.spend(size=len(found))
        return found


def _shared(packed: zipfile.ZipFile, budget: Budget) -> Iterator[str]:
    """Texts that cells name by their number."""
    if "xl/sharedStrings.xml" not in packed.namelist():
        return
    said: list[str] = []
    is_spoken = False  # how a name is read aloud, which stands beside it in some languages
    for one in _parts(packed, "xl/sharedStrings.xml", budget):
        if isinstance(one, Opened):
            is_spoken |= one.name == "rPh"
        elif one.name == "t" and not is_spoken:
            said.append(one.text)
        elif one.name == "rPh":
            is_spoken = False
        elif one.name == "si":
            yield "".join(said)[:LONGEST]
            said.clear()


def _sheet(packed: zipfile.ZipFile, budget: Budget) -> str:
    """The first sheet as its workbook has them."""
    sheets = [
        one for one in _parts(packed, "xl/workbook.xml", budget) if isinstance(one, Opened) and one.name == "sheet"
    ]
    wanted = next((value for name, value in sheets[0].given.items() if name.endswith(":id")), "") if sheets else ""
    for one in _parts(packed, "xl/_rels/workbook.xml.rels", budget):
        if isinstance(one, Opened) and one.given.get("Id") == wanted:
            target = one.given.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError(wanted)


def _cells(packed: zipfile.ZipFile, budget: Budget, shared: list[str]) -> Iterator[Cells]:
    row: Cells = []
    kind = place = formula = value = ""
    for one in _parts(packed, _sheet(packed, budget), budget):
        if isinstance(one, Opened):
            if one.name == "row":
                row = []
            elif one.name == "c":
                kind, place, formula, value = one.given.get("t", ""), one.given.get("r", ""), "", ""
            elif one.name == "f":
                formula = "="
        elif one.name == "f":
            formula = f"={one.text}"
        elif one.name in ("v", "t"):
            value += one.text
        elif one.name == "c":
            column = _column(place) if place else len(row)
            if column < MOST_COLUMNS:
                row.extend([""] * (column + 1 - len(row)))
                row[column] = formula or (_named(value, shared) if kind == "s" else value)
        elif one.name == "row":
            yield row


def _named(number: str, shared: list[str]) -> str:
    return shared[int(number)] if number.isdecimal() and len(number) < 9 and int(number) < len(shared) else ""


def _column(place: str) -> int:
    found = _CELL.fullmatch(place)
    column = 0
    for letter in found[1] if found else "ZZZ":
        column = column * 26 + ord(letter) - 64
    return column - 1
