"""Office documents are archives; this looks inside before anyone else has to."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from commonplace.files import refusals
from commonplace.lib.unpacking import Budget, TooMuch

LARGEST_INSIDE = 32 * 1024 * 1024  # bytes of a document within a document, which is held in memory
_CHUNK = 1 << 20
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_RECORD = b"PK\x01\x02"  # how an archive's record of an entry begins

_OPEN_DOCUMENT: Final = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
_OFFICE_OPEN: Final = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_MACRO_FOLDERS = ("basic/", "scripts/", "dialogs/")
_PROGRAMS = (
    *(".exe", ".dll", ".com", ".scr", ".msi", ".bat", ".cmd", ".ps1", ".vbs", ".js", ".jar", ".hta", ".lnk", ".sh"),
    *(".zip", ".rar", ".7z", ".gz", ".bz2", ".xz", ".tar", ".iso", ".cab"),
)
_DOCUMENTS = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp")


def recognise(data: bytes) -> str:
    """The extension that an archive deserves by its content. Raises FileRefused."""
    # Nothing before the first entry and nothing after the last record: no second file hides in this one.
    if data[-22:-18] != b"PK\x05\x06":
        raise refusals.damaged_document()
    try:
        return _look_inside(io.BytesIO(data), Budget.for_packed(len(data)))
    except TooMuch as problem:
        raise refusals.unpacks_too_large() from problem
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
    ) as problem:
        raise refusals.damaged_document() from problem


def _look_inside(data: io.BytesIO, budget: Budget) -> str:
    # Before they are read: each costs memory and time, whatever number the archive tells.
    records = _count(data, _RECORD)
    if records > budget.entries:
        raise TooMuch
    with zipfile.ZipFile(data) as archive:
        entries = archive.infolist()
        budget.spend(entries=len(entries))
        if not entries or min(entry.header_offset for entry in entries) != 0:
            raise refusals.damaged_document()
        # Other packings are no office program's, and unpack without a bound.
        if any(entry.compress_type not in _PACKINGS for entry in entries):
            raise refusals.damaged_document()
        # What it says of itself is believed only where it says too much.
        if sum(entry.file_size for entry in entries) > budget.size:
            raise TooMuch
        extension = _kind(archive, {entry.filename for entry in entries})
        for entry in entries:
            _check_name(entry.filename)
            _unpack(archive, entry, budget)
    return extension


def _count(data: io.BytesIO, mark: bytes) -> int:
    with data.getbuffer() as whole:
        return sum(1 for _ in re.finditer(re.escape(mark), whole))


def _kind(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
        extension = _OPEN_DOCUMENT.get(archive.read("mimetype").strip())
        if extension and "content.xml" in names:
            return extension
    if "[Content_Types].xml" in names:
        for part, extension in _OFFICE_OPEN.items():
            if part in names:
                return extension
    raise refusals.unknown_type()


def _check_name(filename: str) -> None:
    name = filename.lower().replace("\\", "/")
    if name.rsplit("/", 1)[-1].startswith("vbaproject") or "/activex/" in name or name.startswith(_MACRO_FOLDERS):
        raise refusals.macros()
    if name.startswith("/") or ".." in name.split("/"):
        raise refusals.damaged_document()
    if name.endswith(_PROGRAMS):
        raise refusals.holds_programs()


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> None:
    """Read one entry to its end, since an archive may lie about sizes; a sheet inside a text is looked into once."""
    if not entry.filename.lower().endswith(_DOCUMENTS):
        for number, piece in enumerate(_pieces(archive, entry, budget)):
            if not number and b"macroEnabled" in piece and entry.filename == "[Content_Types].xml":
                raise refusals.macros()
        return
    with budget.deeper():
        inside = io.BytesIO()
        for piece in _pieces(archive, entry, budget):
            if inside.tell() + len(piece) > LARGEST_INSIDE:
                raise TooMuch
            inside.write(piece)
        _look_inside(inside, budget)


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> Iterator[bytes]:
    with archive.open(entry) as stream:
        while piece := stream.read(_CHUNK):
            budget.spend(size=len(piece))
            yield piece
