"""The words and the files of a message's body."""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from pathlib import PurePosixPath

from commonplace.lib.mail.markup import text_of_html
from commonplace.lib.mail.words import decoded, header_text, looks_quoted_printable, transfer_decoded

MOST_PARTS = 500
LONGEST_TEXT = 1_000_000  # characters shown of one letter; a longer one has its whole text beside it as a file

_CHARSET = re.compile(r"charset\s*=\s*\"?([^\";\s]+)", re.IGNORECASE)
_BARE_BOUNDARY = re.compile(
    rb"\s*(?:This is a multi-?part message in MIME format\.{0,3}\s+)?--([^\s\"]{6,70})\nContent-Type:", re.IGNORECASE
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
    """What a message says and brings."""

    text: str
    attachments: tuple[Attachment, ...] = ()


def content_of(head: bytes, body: bytes, fields: dict[bytes, bytes], *, is_cut: bool) -> Content:
    """The text (plain preferred, else made of HTML) and the attachments of a body under its header."""
    kind = header_text(fields.get(b"content-type", b""))
    main = kind.partition(";")[0].strip().lower()
    # Most letters of most archives are one plain text: the full parser is for the others only.
    if (
        main.startswith("multipart/")
        or (main and not main.startswith("text") and "/" in main)
        or b"attachment" in fields.get(b"content-disposition", b"").lower()
    ):
        content = _parts(message_from_bytes(head + b"\n\n" + body, policy=compat32), is_cut)
        # Pipermail keeps the header of a multipart whose parts it has taken out.
        if content.text or content.attachments or not main.startswith("multipart/"):
            return content
        kind, main = "", ""
    elif not main and (boundary := _BARE_BOUNDARY.match(body)):
        # Old pipermail kept the parts and threw the header away that named their boundary.
        bare = _parts(message_from_bytes(_HEAD_FOR % (boundary[1], body), policy=compat32), is_cut)
        if bare.text.strip():
            return bare
    encoding = decoded(fields.get(b"content-transfer-encoding", b""))
    if encoding:
        body = transfer_decoded(body, encoding)
    elif b"=\n" in body and looks_quoted_printable(body):
        body = transfer_decoded(body, "quoted-printable")
    charset = _CHARSET.search(kind) if kind else None
    text = decoded(body, charset[1] if charset else "")
    if main == "text/html" or (not main and _LOOKS_HTML.match(text)):
        text = text_of_html(text)
    return _bounded(_tidy(text), ())


def _parts(message: Message, is_cut: bool) -> Content:
    plain: list[str] = []
    markup: list[str] = []
    attachments: list[Attachment] = []
    for number, part in enumerate(_leaves(message)):
        if number >= MOST_PARTS:
            break
        kind = part.get_content_type()
        data = _payload(part)
        name = _file_name(part)
        is_file = name or "attachment" in str(part.get("content-disposition", "")).lower()
        if kind in ("text/plain", "text/html") and not is_file:
            text = decoded(data, _charset(part))
            (plain if kind == "text/plain" else markup).append(text)
        elif data:
            attachments.append(Attachment(name or _made_up_name(kind, len(attachments)), kind[:100], data))
    if is_cut and attachments:
        last = attachments[-1]
        attachments[-1] = Attachment(last.name, last.content_type, last.data, is_whole=False)
    written = [text for text in plain if text.strip()] or [text_of_html(text) for text in markup]
    return _bounded("\n\n".join(_tidy(text) for text in written), tuple(attachments))


def _bounded(text: str, attachments: tuple[Attachment, ...]) -> Content:
    if len(text) <= LONGEST_TEXT:
        return Content(text, attachments)
    whole = Attachment("whole-letter.txt", "text/plain", text.encode())
    return Content(text[:LONGEST_TEXT], (*attachments, whole))


def _leaves(message: Message) -> list[Message]:
    """The parts that have no parts, in order; an attached letter is one part, not its parts."""
    leaves: list[Message] = []
    waiting = [message]
    while waiting and len(leaves) <= MOST_PARTS:
        part = waiting.pop()
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting.extend(reversed([one for one in inner if isinstance(one, Message)]))
        else:
            leaves.append(part)
    return leaves


def _payload(part: Message) -> bytes:
    inner = part.get_payload()
    if isinstance(inner, list):
        return b"\n".join(one.as_bytes() for one in inner if isinstance(one, Message))
    raw = str(inner).encode("utf-8", "surrogateescape") if inner else b""
    return transfer_decoded(raw, str(part.get("content-transfer-encoding", "")))


def _charset(part: Message) -> str:
    found = _CHARSET.search(str(part.get("content-type", "")))
    return found[1] if found else ""


def _file_name(part: Message) -> str:
    """The attachment's name without folders and control characters, or nothing."""
    try:
        given = part.get_filename() or ""
    except (LookupError, UnicodeError, ValueError, TypeError):
        given = "attachment"
    name = header_text(given.encode("utf-8", "surrogateescape"))
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
