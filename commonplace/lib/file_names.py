"""Names of files that every system can write: Windows, macOS and whatever reads a stick."""

import re
import unicodedata
from collections.abc import Container

from commonplace.lib.text import normalized, within_bytes

# File systems take 255 in a piece; Windows takes some 260 in a whole path, and it unpacks into a folder of its own.
MOST_BYTES = 150
_NOT_TAKEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]')
# Names of devices on Windows, whatever extension they bear; the small figures count as figures there.
_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])\s*(?:\.|$)", re.I
)
_LONGEST_EXTENSION = 20  # bytes; more is no extension


def portable(name: str) -> str:
    """The name as every system takes it, composed and at most MOST_BYTES long; its extension stays."""
    taken = _NOT_TAKEN.sub("_", normalized(name)).strip().rstrip(". ")
    if not taken:
        return "file"
    if _DEVICE.match(taken):
        taken = f"_{taken}"
    return _with_room(taken, "")


def apart(name: str, others: Container[str]) -> str:
    """The portable name, numbered where one of `others` (as `folded`) is the same to some system."""
    name, number = portable(name), 1
    one = name
    while folded(one) in others:
        number += 1
        one = _with_room(name, f" ({number})")
    return one


def folded(name: str) -> str:
    """What is equal of two names that some system takes for one: in small letters, composed."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())


def _with_room(name: str, mark: str) -> str:
    stem, dot, extension = name.rpartition(".")
    if not stem or len(f".{extension}".encode()) > _LONGEST_EXTENSION:
        stem, dot, extension = name, "", ""
    end = f"{mark}{dot}{extension}"
    stem = within_bytes(stem, MOST_BYTES - len(end.encode()))
    return f"{stem if end else stem.rstrip('. ')}{end}"
