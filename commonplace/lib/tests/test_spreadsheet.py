"""What leaves for a spreadsheet is opened by it as words."""

import csv
import io

import pytest

from commonplace.lib.spreadsheet import BOM, csv_lines, harmless


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-x", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1", "＝1", "＋1", "－1", "＠x"]
)
def test_what_would_begin_a_formula_is_made_a_word(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Inês", "a=1", "2026-03-01", "'x", "1-2", "-1", "-1.5"])
def test_everything_else_stays_as_it_is(cell: str) -> None:
    assert harmless(cell) == cell


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_rows_come_back_as_they_went(delimiter: str) -> None:
    rows = [["Name", "Roles"], ['Zoë "Z", the; first', "a\nb"], ["", ""]]
    said = "".join(csv_lines(rows, delimiter=delimiter))
    assert said.startswith(BOM)
    assert said.count(BOM) == 1
    assert list(csv.reader(io.StringIO(said.removeprefix(BOM), newline=""), delimiter=delimiter)) == rows


def test_a_row_is_a_piece_of_its_own() -> None:
    """A list of a hundred thousand is sent while it is read."""
    pieces = csv_lines([str(number)] for number in range(10**9))
    assert [next(pieces), next(pieces)] == [f'{BOM}"0"\r\n', '"1"\r\n']
