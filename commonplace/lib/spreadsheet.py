"""Rows for a spreadsheet: as CSV that it opens without a question, and in which nothing is a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

# By this sign a spreadsheet knows that what follows is UTF-8.
BOM = "\ufeff"
# What a spreadsheet takes for the beginning of a formula, in its full-width forms too.
BEGINS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")

NUMBER = re.compile(r"-[0-9]+(?:[.,][0-9]+)?")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet reckons with: one that would begin a formula gets an apostrophe before it.

    A number below nought is a number.
    """
    if NUMBER.fullmatch(cell):
        return cell
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(BEGINS_A_FORMULA) else cell


def csv_lines(rows: Iterable[Iterable[str]], *, delimiter: str = ",") -> Iterator[str]:
    """The rows as CSV, a piece for each, the first with the sign of UTF-8."""
    line = io.StringIO()
    writer = csv.writer(line, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    line.write(BOM)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()
