"""One raw message read: who, when, about what, in answer to what, in which words, with which files."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from commonplace.lib.mail import dates, digests, machines
from commonplace.lib.mail.alternatives import Reader
from commonplace.lib.mail.charsets import decoded
from commonplace.lib.mail.gist import gist_of
from commonplace.lib.mail.mailbox import RawMessage, Unreadable, month_of
from commonplace.lib.mail.markup import text_of_html
from commonplace.lib.mail.multipart import Attachment, Content, content_of
from commonplace.lib.mail.reasons import NO_HEADER, NOT_UNDERSTOOD, TOO_DEEP
from commonplace.lib.mail.senders import Sender, sender_of
from commonplace.lib.mail.words import header_text
from commonplace.lib.unpacking import TooMuch

DERIVED = "@no-message-id.invalid"  # how a derived id ends; .invalid belongs to nobody
AHEAD = timedelta(days=2)  # how far after the reader's own time a letter may be dated

_FIELD = re.compile(rb"^([!-9;-~]+)[ \t]*:[ \t]*+(.*+(?:\n[ \t]++.*+)*+)", re.MULTILINE)
_WANTED = frozenset(
    b"from sender reply-to x-original-from date subject message-id in-reply-to references received"
    b" content-type content-transfer-encoding content-disposition list-id auto-submitted".split()
)
_SHOWS_MAIL = (b"from", b"date", b"subject", b"message-id", b"received")
OWN_BYTES = 64 << 10  # of a body, from which an id is made: no two letters without one share so many
_ANGLED = re.compile(r"<([^<>]{3,500})>")
_BARE_ID = re.compile(r"[^\s<>\"]{1,250}@[^\s<>\"]{1,250}")
_FROM_ADDRESS = re.compile(r"\bfrom\b[^<]{0,120}$|^[^<\w]*+\w[^<]*+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MailMessage:
    """A letter of the archive.

    Ids stand without angle brackets. `sent_at` is in UTC; `date_doubtful` says that the Date header could not be
    believed. `is_cut` says that the message was larger than the reader keeps, so its last attachment lacks its end.
    """

    path: Path
    offset: int
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    subject: str
    sender: Sender
    sent_at: datetime
    date_doubtful: bool
    text: str
    attachments: tuple[Attachment, ...]
    list_id: str
    is_cut: bool
    is_automatic: bool = False  # whether a program wrote it
    former_id: str = ""  # what a message without an id was called while that was made of how its words were read

    @property
    def id_is_derived(self) -> bool:
        """Whether the message came without an id and was given one made of its bytes."""
        return self.message_id.endswith(DERIVED)

    @property
    def gist(self) -> str:
        """What tells its words from another letter's, whatever a list or an archive made of them."""
        return gist_of(self.text)


def read_all(
    raws: Iterable[RawMessage | Unreadable], *, latest: datetime | None = None
) -> Iterator[MailMessage | Unreadable]:
    """Every raw message read, in order; a message without any date of its own takes that of the one before it in its
    file.
    """
    before: datetime | None = None
    path: Path | None = None
    for raw in raws:
        if isinstance(raw, Unreadable):
            yield raw
            continue
        if raw.path != path:
            path, before = raw.path, None
        for one in opened(raw):
            message = read(one, before=before, latest=latest)
            if isinstance(message, MailMessage) and not message.date_doubtful:
                before = message.sent_at
            yield message


def opened(raw: RawMessage) -> list[RawMessage]:
    """The letters of a raw message: itself, or where it is a digest those in it; never raises."""
    try:
        return digests.opened(raw)
    except Exception:  # noqa: BLE001 -- what cannot be opened is read as it stands, and `read` says what is wrong
        return [raw]


def read(
    raw: RawMessage,
    *,
    before: datetime | None = None,
    latest: datetime | None = None,
    html: Reader = text_of_html,
) -> MailMessage | Unreadable:
    """The message in some raw bytes, or why there is none; never raises. What is HTML alone is read by `html`.

    `before` is the moment of the neighbour before it, used where the message has no date to believe; `latest` the
    moment after which no letter can have been sent (default: in two days).
    """
    try:
        return _read(raw, before, latest or datetime.now(UTC) + AHEAD, html)
    except (RecursionError, MemoryError, TooMuch):
        return Unreadable(raw.path, raw.offset, TOO_DEEP)
    except Exception as error:  # noqa: BLE001 -- archives hold whatever anybody ever sent; one letter must not stop the others
        return Unreadable(raw.path, raw.offset, f"{NOT_UNDERSTOOD} {type(error).__name__}")


@dataclass(frozen=True, slots=True)
class Said:
    """What a letter says, without when and in answer to what."""

    message_id: str
    subject: str
    text: str
    attachments: tuple[Attachment, ...]
    list_id: str = ""


def said_in(raw: RawMessage) -> Said | None:
    """What the message in some raw bytes says: as `read`, in half the time; None where that finds no message."""
    try:
        _envelope, head, body = _split(raw.data)
        fields = _fields(_FIELD.findall(head))
        if not any(name in fields for name in _SHOWS_MAIL):
            return None
        content = content_of(head, body, fields, is_cut=raw.is_cut)
        subject = _subject(fields, content.charset)
        return Said(
            _id(fields) or _derived_id(fields, body),
            subject,
            content.text,
            content.attachments,
            header_text(fields.get(b"list-id", b""))[:255],
        )
    except Exception:  # noqa: BLE001 -- `read` says why
        return None


def _read(raw: RawMessage, before: datetime | None, latest: datetime, html: Reader) -> MailMessage | Unreadable:
    envelope, head, body = _split(raw.data)
    header = _FIELD.findall(head)
    fields = _fields(header)
    if not any(name in fields for name in _SHOWS_MAIL):
        return Unreadable(raw.path, raw.offset, NO_HEADER)
    content = content_of(head, body, fields, is_cut=raw.is_cut, html=html)
    sender = _sender(fields, content.charset)
    subject = _subject(fields, content.charset)
    sent_at, doubtful = _moment(fields, envelope, raw.path, before, latest)
    references = _ids(fields.get(b"references", b""))
    own_id = _id(fields)
    answers = _answered(fields.get(b"in-reply-to", b""))
    return MailMessage(
        path=raw.path,
        offset=raw.offset,
        message_id=own_id or _derived_id(fields, body),
        in_reply_to=answers,
        references=references,
        subject=subject,
        sender=sender,
        sent_at=sent_at,
        date_doubtful=doubtful,
        text=content.text,
        attachments=content.attachments,
        list_id=header_text(fields.get(b"list-id", b""))[:255],
        is_cut=raw.is_cut,
        is_automatic=raw.is_cover or machines.is_automatic(header, subject, sender),
        former_id="" if own_id else _former_id(fields, sender, subject, content),
    )


def _split(data: bytes) -> tuple[bytes, bytes, bytes]:
    """The From_ line, the header and the body."""
    envelope = b""
    if data.startswith(b"From "):
        envelope, _, data = data.partition(b"\n")
    data = data.lstrip(b"\n") if data.startswith(b"\n") else data
    head, _, body = data.partition(b"\n\n")
    return envelope, head, body


def _fields(header: list[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """The header fields that are of use, in lower case; the first of each counts, for Received it is the last hop."""
    fields: dict[bytes, bytes] = {}
    for name, value in header:
        name = name.lower()
        if name in _WANTED and name not in fields:
            fields[name] = value
    return fields


def _sender(fields: dict[bytes, bytes], charset: str) -> Sender:
    return sender_of(
        header_text(fields.get(b"from", fields.get(b"sender", b"")), charset),
        header_text(fields.get(b"x-original-from", fields.get(b"reply-to", b"")), charset),
    )


def _subject(fields: dict[bytes, bytes], charset: str) -> str:
    return header_text(fields.get(b"subject", b""), charset)[:998]


def _moment(
    fields: dict[bytes, bytes], envelope: bytes, path: Path, before: datetime | None, latest: datetime
) -> tuple[datetime, bool]:
    """When the letter was sent, and whether that is doubtful: the Date header unless its delivery contradicts it,
    else the delivery.
    """
    own = dates.parsed(header_text(fields.get(b"date", b"")))
    is_believable = dates.believable(own, latest)
    delivered = dates.parsed(decoded(envelope)) if envelope else None
    if not dates.believable(delivered, latest):
        delivered = None
    # One delivery that agrees is enough, and most letters have that.
    if own and delivered and is_believable and dates.agrees(own, delivered):
        return own, False
    received = dates.parsed(header_text(fields.get(b"received", b"")).rpartition(";")[2])
    evidence = [moment for moment in (delivered, received) if moment and dates.believable(moment, latest)]
    if own and is_believable and (not evidence or any(dates.agrees(own, moment) for moment in evidence)):
        return own, False
    for moment in (*evidence, before, month_of(path)):
        if moment and dates.believable(moment, latest):
            return moment, True
    return (own if own and dates.believable(own, latest) else dates.EARLIEST), True


def _id(fields: dict[bytes, bytes]) -> str:
    ids = _ids(fields.get(b"message-id", b""))
    if ids:
        return ids[0]
    bare = "".join(header_text(fields.get(b"message-id", b"")).strip("<>").split())
    return bare[:500]


def _derived_id(fields: dict[bytes, bytes], body: bytes) -> str:
    """An id made of the letter's bytes, so that it is the same in every run, however well its words are read by then;
    how its lines are broken decides nothing.
    """
    headers = (fields.get(name, b"") for name in (b"date", b"from" if b"from" in fields else b"sender", b"subject"))
    told = b"\x1f".join(b" ".join(part.split()) for part in (*headers, body[:OWN_BYTES]))
    return sha256(told).hexdigest()[:32] + DERIVED


def _former_id(fields: dict[bytes, bytes], sender: Sender, subject: str, content: Content) -> str:
    """The id as it was made of what was read, by which letters of earlier versions are known."""
    date = header_text(fields.get(b"date", b""))
    told = "\x1f".join((date, sender.address or sender.name, subject, content.text.strip()))
    return sha256(told.encode()).hexdigest()[:32] + DERIVED


def _ids(value: bytes) -> tuple[str, ...]:
    """The message ids of a header, oldest first, each once; at most the last hundred."""
    found = (_tidy(one) for one in _ANGLED.findall(decoded(value)))
    return tuple(dict.fromkeys(one for one in found if "@" in one))[-100:]


def _answered(value: bytes) -> str:
    """The id that In-Reply-To names; its older forms ('Message from ... <x@y> of ...') name an address as well,
    which is no id.
    """
    text = decoded(value[:2000])
    for found in _ANGLED.finditer(text):
        one = _tidy(found[1])
        if "@" in one and not _FROM_ADDRESS.search(text[: found.start()]):
            return one
    bare = text.strip()
    return bare if _BARE_ID.fullmatch(bare) else ""


def _tidy(one: str) -> str:
    return "".join(one.replace(" at ", "@").split())
