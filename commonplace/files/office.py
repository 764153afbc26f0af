"""Office documents are archives; this looks inside before anyone else has to."""

import io
import zipfile
import zlib
from typing import Final

from commonplace.files import refusals

MAX_ENTRIES = 4_000
MAX_UNPACKED = 150 * 1024 * 1024  # bytes
MAX_RATIO = 120  # unpacked to packed, from RATIO_FROM on: a long empty sheet packs well
RATIO_FROM = 20 * 1024 * 1024  # bytes
_CHUNK = 1 << 20

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
        return _look_inside(data, depth=0)
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


def _look_inside(data: bytes, depth: int) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise refusals.unpacks_too_large()
        if not entries or min(entry.header_offset for entry in entries) != 0:
            raise refusals.damaged_document()
        extension = _kind(archive, {entry.filename for entry in entries})
        unpacked = 0
        for entry in entries:
            _check_name(entry.filename)
            unpacked += _unpack(archive, entry, len(data), unpacked, depth)
    return extension


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


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, packed: int, before: int, depth: int) -> int:
    """Read one entry to its end, since an archive may lie about sizes; a sheet inside a text is looked into once."""
    inner = entry.filename.lower().endswith(_DOCUMENTS)
    if inner and depth:
        raise refusals.unpacks_too_large()
    kept = bytearray()
    size = 0
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            total = before + size
            if total > MAX_UNPACKED or (total > RATIO_FROM and total > packed * MAX_RATIO):
                raise refusals.unpacks_too_large()
            if inner:
                kept += chunk
            elif size <= _CHUNK and b"macroEnabled" in chunk and entry.filename == "[Content_Types].xml":
                raise refusals.macros()
    if inner:
        _look_inside(bytes(kept), depth + 1)
    return size
