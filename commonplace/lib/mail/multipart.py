"""The words and the files of a message's body."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from mimetypes import guess_type
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote_to_bytes

from commonplace.lib.mail.alternatives import Reader, Words, kept
from commonplace.lib.mail.charsets import decoded
from commonplace.lib.mail.flowed import unwrapped
from commonplace.lib.mail.markup import text_of_html
from commonplace.lib.mail.uuencoded import without_files
from commonplace.lib.mail.words import base64_left_on, header_text, looks_quoted_printable, transfer_decoded
from commonplace.lib.unpacking import TooMuch

MOST_PARTS = 500
DEEPEST = 20  # parts within parts
LONGEST_HEAD = 1 << 16  # bytes of a part in which its header ends
LONGEST_FIELD = 2000  # characters of a header field that says how to read a part
LONGEST_TEXT = 1_000_000  # characters shown of one letter; a longer one has its whole text beside it as a file

_CHARSET = re.compile(r"charset\*?\s*=\s*\"?(?:[\w-]*'[\w-]*')?([^\";\s]+)", re.IGNORECASE)
_META = re.compile(rb"<meta\s[^<>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_TEXTS = ("text/plain", "text/html", "text/enriched", "text/richtext")
# Forms of what stands beside them as HTML, for programs that we are none of.
_FOR_OTHERS = ("text/x-amp-html", "text/watch-html")
_BARE_BOUNDARY = re.compile(
    rb"\s*(?:This is an? (?:multi-?part|OpenPGP/MIME|cryptographically|S/MIME|MIME)[^\n]{0,80}\n\s*)?"
    rb"--([^\s\"]{6,70})\nContent-Type:",
    re.IGNORECASE,
)
_HEAD_FOR = b'Content-Type: multipart/mixed; boundary="%s"\n\n%s'
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_LOOKS_HTML = re.compile(r"^\s*(?:<!doctype html|<html|<body|<div|<table)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message; `is_whole` is false where the message was cut within it."""

    name: str
    content_type: str
    data: bytes
    is_whole: bool = True

    @property
    def size(self) -> int:
        """Its length in bytes."""
        return len(self.data)


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says and brings; `charset` is what its text called its own."""

    text: str
    attachments: tuple[Attachment, ...] = ()
    charset: str = ""


class _Part(Message):
    """A part whose fields are short: Python takes parameters off one by one, and copies the rest of them each time."""

    def get(self, name: str, failobj: Any = None) -> Any:
        value = super().get(name, failobj)
        return str(value)[:LONGEST_FIELD] if value is not failobj and len(str(value)) > LONGEST_FIELD else value


type Branches = tuple[tuple[int, int], ...]  # which multipart/alternative, and which of its parts

_HEADS = BytesHeaderParser(_Part, policy=compat32)


def content_of(
    head: bytes, body: bytes, fields: dict[bytes, bytes], *, is_cut: bool, html: Reader = text_of_html
) -> Content:
    """The text and the attachments of a body under its header: every text in order, HTML only where nothing else in
    its multipart/alternative says the same, and then as `html` reads it.
    """
    kind = header_text(fields.get(b"content-type", b""))
    main = kind.partition(";")[0].strip().lower()
    # Most letters of most archives are one plain text: the full parser is for the others only.
    if (
        main.startswith("multipart/")
        or (main and not main.startswith("text") and "/" in main)
        or b"attachment" in fields.get(b"content-disposition", b"").lower()
    ):
        content = _parts(head + b"\n\n" + body, is_cut, html)
        # Pipermail keeps the header of a multipart whose parts it has taken out.
        if content.text or content.attachments or not main.startswith("multipart/"):
            return content
        kind, main = "", ""
    elif not main and (boundary := _BARE_BOUNDARY.match(body)):
        # Old pipermail kept the parts and threw the header away that named their boundary.
        bare = _parts(_HEAD_FOR % (boundary[1], body), is_cut, html)
        if bare.text.strip():
            return bare
    encoding = decoded(fields.get(b"content-transfer-encoding", b""))
    if encoding:
        body = transfer_decoded(body, encoding)
    elif b"=\n" in body and looks_quoted_printable(body):
        body = transfer_decoded(body, "quoted-printable")
    elif (words := base64_left_on(body)) is not None:
        body = words
    charset = _charset(kind)
    text = _decoded(body, charset, main)
    if main == "text/html" or (not main and _LOOKS_HTML.match(text)):
        return _bounded(_tidy(html(text)), [], charset)
    if main in _TEXTS[2:]:
        return _bounded(_tidy(Words(text, main).plain(html)), [], charset)
    attachments: list[Attachment] = []
    text = _taken_out(_tidy(text), attachments)
    return _bounded(_tidy(unwrapped(text, kind)), attachments, charset)


def _parts(letter: bytes, is_cut: bool, html: Reader) -> Content:
    words: list[Words] = []
    attachments: list[Attachment] = []
    charset = ""
    for number, (part, body, branches) in enumerate(_leaves(letter)):
        kind = part.get_content_type()
        declared = str(part.get("content-type", ""))
        data = transfer_decoded(body, str(part.get("content-transfer-encoding", "")))
        name = _file_name(part)
        is_attached = "attachment" in str(part.get("content-disposition", "")).lower()
        # What comes first and has a name is the letter, unless it says that it is attached to one.
        if kind in _TEXTS and not is_attached and (not name or number == 0):
            charset = charset or _charset(declared)
            text = _tidy(_decoded(data, _charset(declared), kind))
            if kind == "text/plain":
                text = unwrapped(_taken_out(text, attachments), declared)
            words.append(Words(text, kind, branches))
        elif data and not (kind in _FOR_OTHERS and branches):
            attachments.append(Attachment(name or _made_up_name(kind, len(attachments)), kind[:100], data))
    if is_cut and attachments:
        last = attachments[-1]
        attachments[-1] = Attachment(last.name, last.content_type, last.data, is_whole=False)
    written = (_tidy(one.plain(html)) for one in kept(words))
    return _bounded("\n\n".join(text for text in written if text.strip()), attachments, charset)


def _decoded(data: bytes, charset: str, kind: str) -> str:
    """A text as its charset says, or as HTML says of itself where nothing else does."""
    if not charset and kind == "text/html" and not data.isascii() and (found := _META.search(data[:2000])):
        charset = found[1].decode("ascii", "replace")
    return decoded(data, charset)


def _taken_out(text: str, attachments: list[Attachment]) -> str:
    """The text without the files that stand in it as uuencode wrote them, which go to the others."""
    rest, files = without_files(text)
    for file in files:
        name = _tidy_name(file.name) or _made_up_name("", len(attachments))
        kind = guess_type(name)[0] or "application/octet-stream"
        attachments.append(Attachment(name, kind, file.data, is_whole=file.is_whole))
    return rest


def _bounded(text: str, attachments: list[Attachment], charset: str) -> Content:
    if len(text) <= LONGEST_TEXT:
        return Content(text, tuple(attachments), charset)
    whole = Attachment("whole-letter.txt", "text/plain", text.encode())
    return Content(text[:LONGEST_TEXT], (*attachments, whole), charset)


def digested(head: bytes, body: bytes) -> list[bytes]:
    """The letters of the digests in a body under its header, in order; raises TooMuch where they lie too deep."""
    found: list[bytes] = []
    for part, piece, _branches in _leaves(head + b"\n\n" + body, within_digests=True):
        if part.get_default_type() == "message/rfc822" and part.get_content_type() == "message/rfc822":
            # Some digests have no blank line between the boundary and the letter's own header.
            own = bytes(part) if part["from"] or part["subject"] else b""
            found.append(own.rstrip(b"\n") + b"\n\n" + piece if own else piece.lstrip(b"\n"))
    return [one for one in found if one.strip()]


def _leaves(letter: bytes, *, within_digests: bool = False) -> Iterator[tuple[Message, bytes, Branches]]:
    """The parts that have no parts, in order, at most MOST_PARTS, with the branches of alternatives they are on; an
    attached letter is one part, not its parts, and the letters of a digest are read on their own (`digested`).

    Raises TooMuch where they lie too deep.
    """
    # Python's own parser asks of each line whether it ends any of the parts around it, and makes a part of every
    # boundary before anyone can count: a letter of some megabytes would take hours, or all the memory.
    found = alternatives = 0
    waiting: list[tuple[bytes, str, int, Branches]] = [(letter, "text/plain", 0, ())]
    while waiting and found < MOST_PARTS:
        piece, usual, depth, branches = waiting.pop()
        part, body = _headed(piece, usual)
        if usual == "message/rfc822" and not within_digests and part.get_content_type() == usual:
            continue
        pieces = _pieces(body, part) if part.get_content_maintype() == "multipart" else []
        if not pieces:
            found += 1
            yield part, body, branches
            continue
        if depth == DEEPEST:
            raise TooMuch
        usual = "message/rfc822" if part.get_content_subtype() == "digest" else "text/plain"
        inner = [branches] * len(pieces)
        if part.get_content_subtype() == "alternative":
            inner = [(*branches, (alternatives, branch)) for branch in range(len(pieces))]
            alternatives += 1
        waiting.extend((piece, usual, depth + 1, on) for piece, on in reversed(list(zip(pieces, inner, strict=True))))


def _pieces(body: bytes, part: Message) -> list[bytes]:
    """What lies between the boundaries of a multipart; nothing where there is none."""
    try:
        boundary = part.get_boundary()
    except (LookupError, UnicodeError, ValueError, TypeError):
        return []
    if not boundary:
        return []
    mark = re.escape(boundary.encode("utf-8", "surrogateescape"))
    pieces: list[bytes] = []
    begin = -1
    for line in re.finditer(rb"^--%s(--)?[ \t]*(?:\r?\n|\r|\Z)" % mark, body, re.MULTILINE):
        if begin >= 0:
            pieces.append(_without_line_end(body[begin : line.start()]))
        begin = line.end()
        if len(pieces) == MOST_PARTS or (line[1] and pieces):
            return pieces
    return [*pieces, body[begin:]] if begin >= 0 else []


def _without_line_end(piece: bytes) -> bytes:
    """The line end before a boundary belongs to the boundary."""
    return piece[:-2] if piece.endswith(b"\r\n") else piece.removesuffix(b"\n")


def _headed(piece: bytes, usual: str) -> tuple[Message, bytes]:
    """A part's header, and its body; `usual` is its type where it names none."""
    if piece.startswith(b"\n"):
        head, blank, rest = b"", b"", piece[1:]
    elif (end := piece.find(b"\n\n", 0, LONGEST_HEAD)) >= 0:
        head, blank, rest = piece[: end + 1], b"\n", piece[end + 2 :]
    else:
        head, blank, rest = piece[:LONGEST_HEAD], b"", piece[LONGEST_HEAD:]
    part = _HEADS.parsebytes(head)
    part.set_default_type(usual)
    # What is no line of a header belongs to the body, with all that follows it.
    left = str(part.get_payload() or "").encode("utf-8", "surrogateescape")
    return part, left + blank + rest if left else rest


def _charset(content_type: str) -> str:
    found = _CHARSET.search(content_type) if content_type else None
    return found[1] if found else ""


def _file_name(part: Message) -> str:
    """The attachment's name without folders and control characters, or nothing."""
    try:
        given = part.get_param("filename", None, "content-disposition") or part.get_param("name", None) or ""
        if isinstance(given, tuple):
            charset, _language, value = given
            data = unquote_to_bytes(value) if "%" in value else value.encode("latin-1", "surrogateescape")
            return _tidy_name(decoded(data, charset or ""))
        name = header_text(given.encode("utf-8", "surrogateescape"), _charset(str(part.get("content-type", ""))))
    except (LookupError, UnicodeError, ValueError, TypeError):
        name = "attachment"
    return _tidy_name(name)


def _tidy_name(name: str) -> str:
    name = PurePosixPath(name.replace("\\", "/")).name
    name = _UNPRINTABLE.sub("", name).strip(" .")
    stem, dot, suffix = name.rpartition(".")
    return f"{stem[:150]}{dot}{suffix[:20]}" if dot else name[:150]


def _made_up_name(kind: str, number: int) -> str:
    if kind == "message/rfc822":
        return f"letter-{number + 1}.eml"
    return f"attachment-{number + 1}"


def _tidy(text: str) -> str:
    """The text with Unix line ends, no byte order mark, and no blank lines around it."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.lstrip("\ufeff").strip("\n").rstrip()
