"""What a file is, told by its content; its name is only a wish."""

import re
import unicodedata
from typing import Final, NamedTuple

from commonplace.files import office, refusals
from commonplace.lib.charsets import guessed
from commonplace.lib.text import one_line, within_bytes

IMAGES: Final = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})

# In the order of the words on the door: see refusals.unknown_type.
EXTENSIONS: Final = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/gif": "gif",
    "application/pdf": "pdf",
    "text/plain": "txt",
    "text/markdown": "md",
    "text/csv": "csv",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
}
DOCUMENTS: Final = frozenset(EXTENSIONS) - IMAGES
TEXTS: Final = frozenset({"text/plain", "text/markdown", "text/csv"})

LONGEST_STEM = 240  # bytes of a name before its extension

_TYPES = {extension: content_type for content_type, extension in EXTENSIONS.items()}
_MAGIC = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF8", "image/gif"))
_ACTIVE = re.compile(
    rb"<(!doctype|!--|\?|html|head|body|svg|script|style|iframe|img|meta|title|table|div|a\s|p>)", re.IGNORECASE
)


class Recognised(NamedTuple):
    """What a file is, its bytes as they will be kept, and the charset of a text where it had to be guessed."""

    content_type: str
    data: bytes
    charset: str = ""


def recognise(name: str, data: bytes, language: str = "") -> Recognised:
    """Tell what `data` is; `name` only chooses among kinds of plain text, `language` how one of them is read.

    Raises FileRefused.
    """
    for magic, content_type in _MAGIC:
        if data.startswith(magic):
            return Recognised(content_type, data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Recognised("image/webp", data)
    if data[4:8] == b"ftyp":
        if data[8:12] in (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"):
            raise refusals.heic()
        raise refusals.unknown_type()
    if data.startswith(b"%PDF-"):
        return Recognised("application/pdf", data)
    if data.startswith(b"PK\x03\x04"):
        return Recognised(_TYPES[office.recognise(data)], data)
    wished = _TYPES.get(_extension(name), "text/plain")
    return Recognised(wished if wished in TEXTS else "text/plain", *_as_text(data, language))


def _as_text(data: bytes, language: str) -> tuple[bytes, str]:
    """The same text in UTF-8 where it says how it is written; else its bytes as they came, and the charset guessed."""
    charset = ""
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        charset = guessed(data, language)
        # A byte that the charset has no sign for is no reason to refuse the rest.
        text = data.decode(charset, "replace")
    if any(ord(character) < 32 and character not in "\t\n\r\f\x1b" for character in text):
        raise refusals.unknown_type()
    text = text.removeprefix("\ufeff")
    if _ACTIVE.match(text.lstrip().encode("utf-8", "ignore")):
        raise refusals.active()
    return (data, charset) if charset else (text.encode("utf-8", "replace"), "")


def _extension(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
# Names of devices on Windows, whatever comes after a dot.
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(\.|$)", re.IGNORECASE)
_UNSEEN = frozenset(("Cf", "Co", "Cn", "Cs"))
# They join letters and signs, and Persian, Hindi and families are spelt with them; what `tidy` leaves of them stays.
_JOINERS = frozenset("\u200c\u200d")


def safe_name(name: str, content_type: str) -> str:
    """A name that fits its content and every system: no path, no control characters, the right extension."""
    last = one_line(name).replace("\\", "/").rpartition("/")[2]
    last = "".join(c for c in _NOT_IN_NAMES.sub(" ", last) if c in _JOINERS or unicodedata.category(c) not in _UNSEEN)
    stem = " ".join(last.split()).rstrip(". ")
    extension = EXTENSIONS[content_type]
    head, dot, tail = stem.rpartition(".")
    if dot and tail.lower() in ({extension, "jpeg"} if extension == "jpg" else {extension}):
        stem = head
    elif dot and tail.lower() in _TYPES | {"jpeg": "image/jpeg"}:
        # Another extension of ours, as when a GIF was kept as a PNG.
        stem = head
    if _DEVICES.match(stem):
        stem = f"_{stem}"
    # Most file systems take names of 255 bytes, and an archive puts nothing before them.
    stem = within_bytes(stem[:120], LONGEST_STEM).strip(". ") or "file"
    return f"{stem}.{extension}"
