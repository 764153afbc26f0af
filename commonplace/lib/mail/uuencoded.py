"""Files within a text, as they were sent before there were attachments: 'begin 644 name' to 'end'."""

import binascii
import re
from dataclasses import dataclass

MOST_FILES = 100  # of one text; what comes after them stays as it is

_BEGIN = re.compile(r"^begin(-base64)? [0-7]{3,4} (\S.{0,200})$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file out of a text; `is_whole` is false where the text ends before the file does."""

    name: str
    data: bytes
    is_whole: bool


def without_files(text: str) -> tuple[str, list[Enclosed]]:
    """The text without the files that stand in it, and these; never more than the text is long."""
    if "\nbegin" not in text and not text.startswith("begin"):
        return text, []
    rest: list[str] = []
    files: list[Enclosed] = []
    done = 0
    for begin in _BEGIN.finditer(text):
        if begin.start() < done:
            continue
        if len(files) == MOST_FILES:
            break
        found = _base64(text, begin.end() + 1) if begin[1] else _lines(text, begin.end() + 1)
        if found is None:
            continue
        data, end, is_whole = found
        rest.append(text[done : begin.start()])
        files.append(Enclosed(begin[2].strip(), data, is_whole))
        done = end
    return "".join(rest) + text[done:], files


def uudecoded(data: bytes) -> bytes:
    """The file behind Content-Transfer-Encoding: x-uuencode, or the bytes as they are."""
    _rest, files = without_files(data.replace(b"\r\n", b"\n").decode("latin-1"))
    return files[0].data if files else data


def _lines(text: str, at: int) -> tuple[bytes, int, bool] | None:
    """The file whose lines begin at a place, where they end, and whether it is whole; None where it is no file."""
    pieces: list[bytes] = []
    is_full = True  # a file that breaks off is told from words in capitals by its lines, each as long as it says
    while at < len(text):
        line, after = _line(text, at)
        if line in ("end", "`", "", " "):
            if line != "end":
                line, after = _line(text, after)
            return (b"".join(pieces), after, True) if line == "end" and pieces else None
        piece = _decoded(line)
        if piece is None:
            return None
        pieces.append(piece)
        is_full = is_full and len(line) > len(piece)
        at = after
    return (b"".join(pieces), len(text), False) if len(pieces) > 1 and is_full else None


def _decoded(line: str) -> bytes | None:
    """The bytes of a line, whose first sign says how many they are; archives take blanks off its end."""
    size = (ord(line[0]) - 32) & 63
    signs = (size + 2) // 3 * 4
    if not (size > 0 and len(line) <= signs + 3 and max(line) <= "`" and min(line) >= " "):
        return None
    try:
        return binascii.a2b_uu(line[: 1 + signs].ljust(1 + signs).encode("ascii"))
    except binascii.Error:
        return None


def _base64(text: str, at: int) -> tuple[bytes, int, bool] | None:
    pieces: list[str] = []
    while at < len(text):
        line, after = _line(text, at)
        if line == "====":
            break
        if not re.fullmatch(r"[A-Za-z0-9+/]{1,76}={0,2}", line):
            return None
        pieces.append(line)
        at = after
    if not pieces:
        return None
    try:
        data = binascii.a2b_base64("".join(pieces))
    except binascii.Error:
        return None
    return data, _line(text, at)[1], at < len(text)


def _line(text: str, at: int) -> tuple[str, int]:
    """The line at a place without white space behind it, and where the next one begins."""
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    return text[at:end].rstrip("\r\n\t "), min(end + 1, len(text))
