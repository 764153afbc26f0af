"""A list of people to invite, from a spreadsheet: name, address, organisation, country and craft, as its headings say
in a dozen languages.

Nobody becomes a member by it, and nobody hears of it: it is what a steward looks at, column by column, before they
write to anyone. Every row comes, with what is wrong in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final

from babel import Locale

from commonplace.lib.addresses import one_address
from commonplace.lib.archives.people_headings import FIELD_OF, Field
from commonplace.lib.archives.sheets import Cells, rows_of
from commonplace.lib.archives.stream import NotThisKind
from commonplace.lib.folding import folded
from commonplace.lib.names import reads_as_name
from commonplace.lib.spreadsheet import BEGINS_A_FORMULA
from commonplace.lib.text import one_line

EXAMPLES: Final = 3
_LOOKED_AT: Final = 200  # rows
_LONGEST: Final = {"name": 120, "organisation": 120, "craft": 160, "country": 80, "address": 254}
_ADDRESS = re.compile(r"[^\s@<>(),;:\"\[\]\\]{1,64}@[^\s@<>(),;:\"\[\]\\]{1,190}\.[^\W\d_][\w-]{1,62}")
_LANGUAGES: Final = "en pl de fr es pt it nl ru uk cs sk sv da nb fi hu ro el tr ar zh ja".split()


class Wrong(StrEnum):
    """What is wrong in a row: codes, worded where they are shown."""

    NO_ADDRESS = "no-address"
    NO_SUCH_ADDRESS = "no-such-address"  # it cannot be one
    NO_NAME = "no-name"
    NO_SUCH_NAME = "no-such-name"  # an address, a sentence, a number
    NO_SUCH_COUNTRY = "no-such-country"  # none that we know by this name; what stood there is left out
    FORMULA = "formula"  # a cell that a spreadsheet would reckon with; it is left out
    TOO_LONG = "too-long"  # a cell, which is cut
    REPEATED = "repeated"  # the address stands in a row above


@dataclass(frozen=True, slots=True)
class Column:
    """One column, for a preview: its heading as it stands, what it is taken for, and a few of its cells."""

    heading: str
    field: Field | None
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Invitee:
    """One row: somebody who may be invited, and what is wrong with it. `country` is a code of two letters or nothing.

    `row` is its number among the rows that hold anything, from 1, headings counted.
    """

    row: int
    name: str
    address: str
    organisation: str = ""
    country: str = ""
    craft: str = ""
    wrong: tuple[Wrong, ...] = ()

    @property
    def can_be_invited(self) -> bool:
        """Whether a letter could reach them, and for the first time."""
        return not set(self.wrong) & {Wrong.NO_ADDRESS, Wrong.NO_SUCH_ADDRESS, Wrong.REPEATED}


class PeopleSheet:
    """A list of people, opened; read from its file each time, row by row."""

    def __init__(self, path: Path, *, language: str = "") -> None:
        self._path, self._language = path, language
        first = list(islice(rows_of(path, language=language), _LOOKED_AT))
        self.has_headings = bool(first) and not any(_ADDRESS.fullmatch(cell) for cell in first[0])
        self.columns = tuple(_columns(first, self.has_headings))
        is_named = any(column.field is Field.ADDRESS for column in self.columns)
        if not is_named and not any(_is_address(cell) for row in first for cell in row):
            raise NotThisKind("A list of people has a column with their mail addresses.")

    @property
    def fields(self) -> list[Field | None]:
        """What each column is taken for."""
        return [column.field for column in self.columns]

    def rows(self) -> Iterator[tuple[int, Cells]]:
        """Every row but that of the headings, as it stands, with its number."""
        for number, cells in enumerate(rows_of(self._path, language=self._language), 1):
            if number > 1 or not self.has_headings:
                yield number, cells

    def people(self, fields: Sequence[Field | None] | None = None) -> Iterator[Invitee]:
        """Every row; `fields` says what each column holds, where a steward knows it better than its heading."""
        yield from invitees(self.rows(), self.fields if fields is None else fields)


def opens(path: Path, *, language: str = "") -> PeopleSheet:
    """The list in a file of CSV or XLSX; `language` is what it is likely written in. Raises NotThisKind and Unsafe."""
    return PeopleSheet(path, language=language)


def invitees(rows: Iterable[tuple[int, Cells]], fields: Sequence[Field | None]) -> Iterator[Invitee]:
    """Rows with their numbers, of which each column holds what `fields` says."""
    seen: set[str] = set()
    for number, cells in rows:
        yield _invitee(number, cells, fields, seen)


def _columns(rows: list[Cells], has_headings: bool) -> Iterator[Column]:
    body = rows[1:] if has_headings else rows
    taken: set[Field] = set()
    headings = rows[0] if has_headings else []
    named = [FIELD_OF.get(folded(re.sub(r"\([^)]*\)", " ", heading))) for heading in headings]
    for place in range(max(map(len, rows), default=0)):
        cells = [row[place] for row in body if place < len(row) and row[place]]
        field = named[place] if place < len(named) else None
        if field is Field.NAME and Field.FIRST in named and Field.LAST not in named:
            field = Field.LAST  # 'nom' beside 'prénom'
        if field is None and Field.ADDRESS not in named and sum(map(_is_address, cells)) * 2 > len(cells):
            field = Field.ADDRESS
        if field in taken:
            field = None
        if field is not None:
            taken.add(field)
        yield Column(headings[place] if place < len(headings) else "", field, tuple(cells[:EXAMPLES]))


def _is_address(cell: str) -> bool:
    return bool(_ADDRESS.fullmatch(cell.removeprefix("mailto:")))


def _invitee(number: int, cells: Cells, fields: Sequence[Field | None], seen: set[str]) -> Invitee:
    wrong: list[Wrong] = []
    said: dict[Field, str] = {}
    for field, cell in zip(fields, cells, strict=False):
        if field is not None and cell:
            said[field] = _clean(cell, wrong)
    name = said.get(Field.NAME) or f"{said.get(Field.FIRST, '')} {said.get(Field.LAST, '')}".strip()
    if not name:
        wrong.append(Wrong.NO_NAME)
    elif not reads_as_name(name):
        wrong.append(Wrong.NO_SUCH_NAME)
        name = ""
    address = said.get(Field.ADDRESS, "").removeprefix("mailto:")
    if not address:
        wrong.append(Wrong.NO_ADDRESS)
    elif not _ADDRESS.fullmatch(address) or len(address) > _LONGEST["address"]:
        wrong.append(Wrong.NO_SUCH_ADDRESS)
        address = ""
    elif (address := one_address(address)) in seen:
        wrong.append(Wrong.REPEATED)
    if address:
        seen.add(address)
    country = _countries().get(folded(said.get(Field.COUNTRY, "")), "")
    if said.get(Field.COUNTRY) and not country:
        wrong.append(Wrong.NO_SUCH_COUNTRY)
    long = {"name": name, "organisation": said.get(Field.ORGANISATION, ""), "craft": said.get(Field.CRAFT, "")}
    if any(len(text) > _LONGEST[what] for what, text in long.items()):
        wrong.append(Wrong.TOO_LONG)
    cut = {what: text[: _LONGEST[what]].strip() for what, text in long.items()}
    return Invitee(number, **cut, address=address, country=country, wrong=tuple(dict.fromkeys(wrong)))


def _clean(cell: str, wrong: list[Wrong]) -> str:
    """A cell as words; nothing of one that a spreadsheet would reckon with."""
    text = one_line(cell)
    if text.startswith(BEGINS_A_FORMULA) and text.strip("-–—"):
        wrong.append(Wrong.FORMULA)
        return ""
    return text if text.strip("-–—./ ") else ""


@cache
def _countries() -> dict[str, str]:
    """Codes of countries by themselves and by their names in the languages that headings come in."""
    known: dict[str, str] = {}
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"):
                known.setdefault(folded(name), code)
                known[folded(code)] = code
    return known | {folded(name): code for name, code in _ALSO.items()}


_ALSO: Final = {"UK": "GB", "USA": "US", "England": "GB", "Scotland": "GB", "Wales": "GB", "Holland": "NL"}
