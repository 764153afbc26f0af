"""Letters written into a mailbox (mboxrd), so that mail programs and our own reader find in each what was put there.

The same letters make the same bytes, and of a letter's files only a piece is in memory at a time.
"""

from __future__ import annotations

import re
import time
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.header import Header
from email.utils import format_datetime
from hashlib import blake2b
from html import escape
from typing import BinaryIO, Final
from urllib.parse import quote

from commonplace.lib.text import one_line

LONGEST_LINE: Final = 998  # bytes (RFC 5322, 2.1.1)
PIECE: Final = 57 << 10  # bytes of a file at once: whole lines of base64
_DOCUMENT: Final = (
    '<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"></head>\n<body>{body}</body></html>'
)
_FROM_LINE = re.compile(rb"^(>*From )", re.MULTILINE)
_OF_NAMES = re.compile(r"%[0-9A-F]{2}|.")
_NAME_PIECE: Final = 20  # signs of a file's name in a line of its header, each up to three bytes wide


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with a letter; `open` raises OSError where its bytes are gone."""

    name: str
    content_type: str
    open: Callable[[], BinaryIO]
    description: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written; `headers` are fields beyond these, in ASCII, and `html` what stands in the body of a document in
    a language, beside the text, unless it is "".
    """

    sender: str
    address: str
    sent_at: datetime
    subject: str
    text: str
    html: str = ""
    language: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[File] = ()


def write(out: BinaryIO, letter: Letter) -> list[str]:
    """Put a letter at the end of a mailbox; the names of its files that could not be opened, which are left out."""
    at = letter.sent_at.astimezone(UTC)
    head = [
        f"From {letter.address} {time.asctime(at.timetuple())}",
        f"From: {_named(one_line(letter.sender))}<{letter.address}>",
        f"Date: {format_datetime(at)}",
        f"Subject: {_header('Subject', one_line(letter.subject))}",
    ]
    # One id a line, for a thread of twenty is longer than a line may be.
    head += [f"{name}: " + "\n ".join(value.split()) for name, value in letter.headers.items()]
    out.write("\n".join([*head, "MIME-Version: 1.0", ""]).encode("ascii"))
    told = "\0".join((letter.headers.get("Message-ID", ""), letter.text, letter.html))
    mark = blake2b(told.encode(), digest_size=12).hexdigest()
    missing: list[str] = []
    if letter.files:
        out.write(_multipart("mixed", f"files-{mark}"))
        _write_words(out, letter, mark)
        for file in letter.files:
            try:
                stream = file.open()
            except OSError:
                missing.append(file.name)
                continue
            with stream:
                out.write(f"--files-{mark}\n".encode())
                _write_file(out, file, stream)
        out.write(f"--files-{mark}--\n".encode())
    else:
        _write_words(out, letter, mark)
    out.write(b"\n")
    return missing


def _write_words(out: BinaryIO, letter: Letter, mark: str) -> None:
    if not letter.html:
        out.write(_text("plain", letter.text))
        return
    boundary = f"--words-{mark}\n".encode()
    out.write(_multipart("alternative", f"words-{mark}"))
    document = _DOCUMENT.format(language=escape(letter.language), body=letter.html)
    out.write(_text("plain", letter.text) + boundary + _text("html", document))
    out.write(f"--words-{mark}--\n".encode())


def _multipart(kind: str, mark: str) -> bytes:
    return f'Content-Type: multipart/{kind}; boundary="{mark}"\n\n--{mark}\n'.encode()


def _text(kind: str, text: str) -> bytes:
    data = text.replace("\r\n", "\n").replace("\r", "\n").encode()
    encoding = "7bit" if data.isascii() else "8bit"
    if any(len(line) > LONGEST_LINE for line in data.split(b"\n")):
        data, encoding = b2a_qp(data, istext=True), "quoted-printable"
    head = f"Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n"
    return head.encode() + _FROM_LINE.sub(rb">\1", data.rstrip(b"\n")) + b"\n"


def _write_file(out: BinaryIO, file: File, stream: BinaryIO) -> None:
    head = [f"Content-Type: {file.content_type}", "Content-Transfer-Encoding: base64"]
    if description := one_line(file.description):
        head.append(f"Content-Description: {_header('Content-Description', description)}")
    head.append("Content-Disposition: attachment;\n " + ";\n ".join(_file_name(one_line(file.name))))
    out.write("\n".join([*head, "", ""]).encode("ascii"))
    while piece := stream.read(PIECE):
        out.write(encodebytes(piece))


def _file_name(name: str) -> Iterator[str]:
    """A file's name in pieces that fit a line each (RFC 2231)."""
    signs = _OF_NAMES.findall(quote(name, safe=" "))
    if name.isascii() and len(name) <= LONGEST_LINE // 10 and not re.search(r'["\\%]', name):
        yield f'filename="{name}"'
        return
    for number, begin in enumerate(range(0, len(signs), _NAME_PIECE)):
        piece = "".join(signs[begin : begin + _NAME_PIECE]).replace(" ", "%20")
        yield f"filename*{number}*={'' if number else "utf-8''"}{piece}"


def _named(name: str) -> str:
    if not name:
        return ""
    if _is_plain(name):
        escaped = re.sub(r'(["\\])', r"\\\1", name)
        return f'"{escaped}" '
    return f"{_header('From', name)}\n "


def _header(field_name: str, words: str) -> str:
    """A field's words in ASCII (RFC 2047)."""
    if _is_plain(words):
        return words
    return Header(words, "utf-8", header_name=field_name, maxlinelen=75).encode(linesep="\n")


def _is_plain(words: str) -> bool:
    # What looks like an encoded word would be read as one.
    return words.isascii() and words.isprintable() and "=?" not in words and len(words) < LONGEST_LINE - 50
