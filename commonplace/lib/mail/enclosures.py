"""Files of letters as they may be fetched: no address in letters that were attached, nor in files of text."""

import codecs
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from commonplace.lib.mail.addresses import withheld
from commonplace.lib.mail.mailbox import RawMessage, Unreadable
from commonplace.lib.mail.message import read
from commonplace.lib.mail.multipart import Attachment

DEEPEST = 4  # letters within letters
# They begin so and are no text, even where every byte of them could be one.
_NO_TEXT = (b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"GIF8")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
type Hide = Callable[[str], str]


def _nothing(text: str) -> str:
    return text


def without_addresses(
    one: Attachment, mark: str, kept: list[str] | None = None, depth: int = 0, *, also: Hide = _nothing
) -> list[Attachment]:
    """The file as it may be fetched: text without addresses, and a letter as its words, followed by its own files.

    What is no text stays as it is. `kept` takes what was withheld, in order; `also` hides what else is not to be shown,
    by signs of ASCII.
    """
    is_letter = one.content_type.lower() == "message/rfc822" or one.name.lower().endswith(".eml")
    if is_letter and depth < DEEPEST and (letter := _as_text(one, mark, kept, depth, also)):
        return letter
    if one.data.startswith(_NO_TEXT):
        return [one]
    charset = _charset_of(one)
    if not charset:
        return [one]
    text = one.data.decode(charset)
    shown = also(withheld(text, mark if charset.startswith("utf") else "...@...", kept=kept))
    if shown == text:
        return [one]
    return [Attachment(one.name, one.content_type, shown.encode(charset), one.is_whole)]


def _as_text(one: Attachment, mark: str, kept: list[str] | None, depth: int, also: Hide) -> list[Attachment]:
    """An attached letter: whose it is, of when and about what, and its words; nothing where it is none."""
    letter = read(RawMessage(Path(one.name or "letter"), 0, one.data, len(one.data)))
    if isinstance(letter, Unreadable):
        return []
    head = [letter.sender.name, f"{letter.sent_at:%Y-%m-%d %H:%M} UTC", letter.subject]
    text = "\n".join(part for part in head if part) + "\n\n" + letter.text + "\n"
    name = PurePosixPath(one.name).stem or "letter"
    files = [
        found for inner in letter.attachments for found in without_addresses(inner, mark, kept, depth + 1, also=also)
    ]
    shown = also(withheld(text, mark, kept=kept))
    return [Attachment(f"{name}.txt", "text/plain", shown.encode(), one.is_whole), *files]


def _charset_of(one: Attachment) -> str:
    """In which charset the file is text, nothing where it is none; one that nobody knows is read without loss."""
    for bom, charset in _BOMS:
        if one.data.startswith(bom):
            return charset if _decodes(one.data, charset) else ""
    if b"\0" in one.data[:8000]:
        return ""
    if _decodes(one.data, "utf-8"):
        return "utf-8"
    return "latin-1" if one.content_type.lower().startswith("text/") or _is_mostly_plain(one.data[:8000]) else ""


def _decodes(data: bytes, charset: str) -> bool:
    try:
        return data.decode(charset).encode(charset) == data
    except UnicodeError:
        return False


def _is_mostly_plain(data: bytes) -> bool:
    """Whether nearly all bytes are printed signs, as in a text of a charset that is not said."""
    plain = sum(byte >= 160 or 32 <= byte < 127 or byte in (9, 10, 13) for byte in data)
    return plain >= 0.97 * len(data)
