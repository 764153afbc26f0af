"""A list of people to invite is read from whatever spreadsheet it stands in; nothing in it is reckoned."""

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.lib.archives.people import Invitee, Wrong, opens
from commonplace.lib.archives.people_headings import Field
from commonplace.lib.archives.sheets import rows_of
from commonplace.lib.archives.stream import NotThisKind, Unsafe

HEAD = "Name,E-mail,Organisation,Country,Role\n"


def csv(folder: Path, text: str, charset: str = "utf-8") -> Path:
    path = folder / "people.csv"
    path.write_bytes(text.encode(charset))
    return path


def xlsx(folder: Path, *rows: list[str], sheet: str | None = None, more: dict[str, str] | None = None) -> Path:
    """A spreadsheet of texts; one that begins with '=' is a formula whose result was kept beside it."""
    shared = [cell for row in rows for cell in row if cell and not cell.startswith("=")]
    lines = []
    for number, row in enumerate(rows, 1):
        cells = []
        for place, cell in zip("ABCDEFG", row, strict=False):
            if cell.startswith("="):
                cells.append(f'<c r="{place}{number}" t="str"><f>{escape(cell[1:])}</f><v>kept</v></c>')
            elif cell:
                cells.append(f'<c r="{place}{number}" t="s"><v>{shared.index(cell)}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    texts = "".join(f"<si><r><t>{escape(one)}</t></r><rPh><t>x</t></rPh></si>" for one in shared)
    leads = '<Relationship Id="rId7" Target="worksheets/sheet3.xml"/>'
    relation = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    files = {
        "xl/workbook.xml": f'<workbook {relation}><sheets><sheet name="a" r:id="rId7"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{leads}</Relationships>",
        "xl/sharedStrings.xml": f"<sst>{texts}</sst>",
        "xl/worksheets/sheet3.xml": sheet or f"<worksheet><sheetData>{''.join(lines)}</sheetData></worksheet>",
    }
    path = folder / "people.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in (files | (more or {})).items():
            packed.writestr(name, text)
    return path


def people(path: Path) -> list[Invitee]:
    return list(opens(path).people())


ROSA = Invitee(2, "Rosa Lind", "rosa@example.org", "East Mill", "PL", "weaver")


def test_a_list_is_read_by_its_headings(tmp_path: Path):
    sheet = opens(csv(tmp_path, f"{HEAD}Rosa Lind,Rosa@Example.org,East Mill,Polska,weaver\n"))
    assert [column.field for column in sheet.columns] == [
        Field.NAME, Field.ADDRESS, Field.ORGANISATION, Field.COUNTRY, Field.CRAFT,
    ]  # fmt: skip
    assert (sheet.columns[3].heading, sheet.columns[3].examples) == ("Country", ("Polska",))
    assert list(sheet.people()) == [ROSA]
    assert ROSA.can_be_invited


@pytest.mark.parametrize(
    ("heading", "charset"),
    [
        ("Imię i nazwisko;Adres e-mail;Organizacja;Kraj;Zawód", "windows-1250"),
        ("Vorname\tNachname\tE-Mail-Adresse\tVerein\tLand\tBeruf", "utf-16"),
        ("Prénom|Nom|Courriel|Établissement|Pays|Métier", "windows-1252"),
        ("Imię;Nazwisko;Poczta;Firma;Państwo;Stanowisko", "utf-8-sig"),
        ("ФИО;Электронная почта;Организация;Страна;Должность", "windows-1251"),
        ("Nombre,Apellidos,Correo electrónico,Organización,País,Cargo", "utf-8"),
    ],
)
def test_any_language_delimiter_and_charset(tmp_path: Path, heading: str, charset: str):
    sign = next(sign for sign in ";\t|," if sign in heading)
    name = ["Rosa", "Lind"] if heading.count(sign) == 5 else ["Rosa Lind"]
    row = sign.join([*name, "rosa@example.org", "East Mill", "PL", "weaver"])
    if "Nombre," in heading:  # by itself it is the whole name, beside surnames the first
        row = row.replace("Rosa,Lind", "Rosa Lind,Lind")
    assert people(csv(tmp_path, f"{heading}\r\n{row}\r\n", charset)) == [ROSA]


def test_a_spreadsheet_is_read_as_it_stands(tmp_path: Path):
    path = xlsx(
        tmp_path,
        ["", "Name", "Mail", "Company", "Land", "Craft"],
        ["1", "Rosa Lind", "rosa@example.org", "East Mill", "Polen", "weaver"],
    )
    assert people(path) == [ROSA]


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("Hal,hal@example.org,,,", ()),
        ("Hal,,,,", (Wrong.NO_ADDRESS,)),
        ("Hal,hal at example,,,", (Wrong.NO_SUCH_ADDRESS,)),
        (",hal@example.org,,,", (Wrong.NO_NAME,)),
        ("hal@example.org,hal@example.org,,,", (Wrong.NO_SUCH_NAME,)),
        ("Hal,hal@example.org,,Atlantis,", (Wrong.NO_SUCH_COUNTRY,)),
        ("Hal,hal@example.org,=1+1,,", (Wrong.FORMULA,)),
        ("=cmd|x,hal@example.org,,,", (Wrong.FORMULA, Wrong.NO_NAME)),
        ("@SUM(1),hal@example.org,,,", (Wrong.FORMULA, Wrong.NO_NAME)),
        ("Hal,hal@example.org,-,-,—", ()),
        (f"Hal,hal@example.org,{'x' * 130},,", (Wrong.TOO_LONG,)),
    ],
)
def test_each_row_says_what_is_wrong_with_it(tmp_path: Path, row: str, wrong: tuple[Wrong, ...]):
    (one,) = people(csv(tmp_path, f"{HEAD}{row}\n"))
    assert one.wrong == wrong
    assert one.can_be_invited == (bool(one.address) and Wrong.REPEATED not in wrong)


def test_an_address_twice_is_told(tmp_path: Path):
    rows = people(csv(tmp_path, f"{HEAD}Hal,hal@example.org,,,\n\nHal B,HAL@example.org,,,\n"))
    assert [(one.row, one.wrong) for one in rows] == [(2, ()), (3, (Wrong.REPEATED,))]


def test_a_formula_of_a_spreadsheet_is_never_taken(tmp_path: Path):
    path = xlsx(tmp_path, ["Name", "Mail"], ['=HYPERLINK("https://x.example")', "hal@example.org"])
    assert list(rows_of(path))[1][0].startswith("=HYPERLINK")
    (one,) = people(path)
    assert (one.name, one.wrong) == ("", (Wrong.FORMULA, Wrong.NO_NAME))


def test_without_headings_addresses_are_found_and_the_rest_is_told(tmp_path: Path):
    sheet = opens(csv(tmp_path, "Hal,hal@example.org\nRosa,rosa@example.org\n"))
    assert (sheet.has_headings, [column.field for column in sheet.columns]) == (False, [None, Field.ADDRESS])
    told = list(sheet.people([Field.NAME, Field.ADDRESS]))
    assert [(one.row, one.name) for one in told] == [(1, "Hal"), (2, "Rosa")]


@pytest.mark.parametrize(
    "data",
    [b"", b"Name,Phone\nHal,1\n", b"\x00\x01\x02@", b"PK\x03\x04 and no more", b"Name;Mail\n" + b'"' + b"x" * 200_000],
)
def test_other_files_are_no_list(tmp_path: Path, data: bytes):
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(NotThisKind):
        people(tmp_path / "a")


def test_what_would_harm_is_refused(tmp_path: Path):
    bomb = '<!DOCTYPE a [<!ENTITY x "xxxxxxxx">]><worksheet>&x;</worksheet>'
    with pytest.raises(Unsafe):
        people(xlsx(tmp_path, ["Mail"], sheet=bomb))
    with pytest.raises(Unsafe):
        people(xlsx(tmp_path, ["Mail"], sheet=f"<worksheet>{'<row></row>' * 12_000_000}</worksheet>"))
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as packed:
        for number in range(4_100):
            packed.writestr(f"xl/{number}", "")
    (tmp_path / "many.xlsx").write_bytes(many.getvalue())
    with pytest.raises(Unsafe):
        people(tmp_path / "many.xlsx")


@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=4), max_size=5))
def test_any_row_is_read_or_told(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]):
    text = "\n".join(",".join(cells).replace("\n", " ").replace("\r", " ") for cells in rows)
    path = csv(tmp_path_factory.mktemp("rows"), f"Name,Mail\nHal,hal@example.org\n{text}", "utf-8")
    try:
        found = people(path)
    except NotThisKind:
        return
    assert all(one.address == "" or "@" in one.address for one in found)
    assert all(one.address or set(one.wrong) & {Wrong.NO_ADDRESS, Wrong.NO_SUCH_ADDRESS} for one in found)
