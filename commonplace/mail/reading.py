"""A letter that came in, read: whose it is, what it answers, what it says, and whether a program wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import getaddresses
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.conf import settings

from commonplace.letters.signed_addresses import domain
from commonplace.lib.addresses import one_address
from commonplace.lib.mail.mailbox import RawMessage, Unreadable
from commonplace.lib.mail.message import MailMessage, read
from commonplace.lib.mail.multipart import Attachment
from commonplace.lib.mail.posting import WITHHELD, words_of
from commonplace.lib.mail.subjects import shown_subject
from commonplace.lib.mail.webmail import markdown_of_html

MOST_HOPS: Final = 50  # servers on the way here; RFC 5321 lets one take a letter for lost in a loop after a hundred
LONGEST_HEAD: Final = 1 << 18
_FIELD = re.compile(rb"^([!-9;-~]{1,80})[ \t]*:(.*(?:\n[ \t].*)*)", re.MULTILINE)
# What mail programs bring along for each other: nobody misses it.
_FOR_PROGRAMS: Final = frozenset(
    "application/pgp-signature application/pkcs7-signature application/x-pkcs7-signature application/ms-tnef"
    " application/vnd.ms-tnef message/delivery-status text/rfc822-headers".split()
)
_HEADER_ID = re.compile(r"[!-;=?-~]{1,240}@[!-;=?-~]{1,240}")
_TINY: Final = 256  # bytes of a picture that only counts who has opened the letter
# A way in that a letter of ours ended with, where someone's program quotes it: nobody else's to follow.
_SIGNED = re.compile(r"[\w:~.=-]{24,}")


@dataclass(frozen=True)
class Incoming:
    """What was read. `sender` is empty where it is not exactly one address; ids stand without angle brackets."""

    message_id: str
    gist: str
    answers: tuple[str, ...]
    sender: str
    subject: str
    text: str
    attachments: tuple[Attachment, ...]
    is_nameless: bool = False
    is_report: bool = False
    is_of_machine: bool = False
    is_of_list: bool = False
    is_lost: bool = False

    @property
    def own_id(self) -> str:
        """Its id where it came with one that a header can hold; "" otherwise."""
        return self.message_id if _HEADER_ID.fullmatch(self.message_id) and not self.is_nameless else ""


def read_arrival(raw: bytes, *, mail_from: str, may_only_quote: bool) -> Incoming | None:
    """The letter in some bytes; None where there is none to see. Never raises."""
    seen_html: list[str] = []

    def html(markup: str) -> str:
        seen_html.append("")
        return markdown_of_html(markup)

    data = raw.replace(b"\r\n", b"\n")
    letter = read(RawMessage(Path("arrival"), 0, data, len(data)), html=html)
    if isinstance(letter, Unreadable):
        return None
    told = _fields(data)
    return Incoming(
        message_id=letter.message_id,
        gist=letter.gist,
        answers=tuple(dict.fromkeys(one for one in (letter.in_reply_to, *reversed(letter.references)) if one)),
        sender=_sender(told),
        subject=shown_subject(letter.subject),
        text=_without_ways_in(words_of(letter.text, is_markdown=bool(seen_html), may_only_quote=may_only_quote)),
        attachments=tuple(one for one in letter.attachments if not _is_for_programs(one)),
        is_nameless=letter.id_is_derived,
        is_report=_begins(told, b"content-type", b"multipart/report"),
        is_of_machine=not mail_from or _is_of_machine(letter, told),
        is_of_list=b"list-id" in told or _begins(told, b"precedence", b"list"),
        is_lost=len(told.get(b"received", ())) > MOST_HOPS,
    )


def identity_of(raw: bytes) -> str:
    """What makes a letter the same letter, by whatever way it came: all but the lines that servers add to it."""
    head, _blank, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    told = _fields(head)
    kept = [
        b" ".join(b"\x1e".join(told.get(name, ())).split()) for name in (b"message-id", b"from", b"date", b"subject")
    ]
    return sha256(b"\x1f".join([*kept, body.strip()])).hexdigest()


def _fields(data: bytes) -> dict[bytes, list[bytes]]:
    head = data[:LONGEST_HEAD].partition(b"\n\n")[0]
    told: dict[bytes, list[bytes]] = {}
    for found in _FIELD.finditer(head):
        told.setdefault(found[1].lower(), []).append(found[2].strip())
    return told


def _sender(told: dict[bytes, list[bytes]]) -> str:
    """The one address that the letter is from: two would be one for us and one for whoever vouches for it."""
    lines = told.get(b"from", [])
    if len(lines) != 1 or len(lines[0]) > 2000:
        return ""
    found = getaddresses([" ".join(lines[0].decode("utf-8", "replace").split())])
    if len(found) != 1 or found[0][1].count("@") != 1 or re.search(r"[\s<>,;:\"\\]", found[0][1]):
        return ""
    return one_address(found[0][1])[:320]


def _is_of_machine(letter: MailMessage, told: dict[bytes, list[bytes]]) -> bool:
    return letter.is_automatic or any(_begins(told, b"precedence", word) for word in (b"bulk", b"junk", b"auto"))


def _begins(told: dict[bytes, list[bytes]], name: bytes, word: bytes) -> bool:
    return any(one.lower().startswith(word) for one in told.get(name, ()))


def _is_for_programs(one: Attachment) -> bool:
    kind = one.content_type.lower()
    return kind in _FOR_PROGRAMS or (kind.startswith("image/") and one.size < _TINY)


def _without_ways_in(text: str) -> str:
    """The words without what only their writer may follow: signed links and addresses of ours, quoted by a program."""
    text = re.sub(rf"\b(?:reply|leave|word)\+[a-z0-9-]+@{re.escape(domain())}", WITHHELD, text, flags=re.IGNORECASE)
    link = re.compile(rf"{re.escape(settings.BASE_URL)}(?:/[^\s<>()\[\]\"]*)?")
    return link.sub(
        lambda found: settings.BASE_URL if _SIGNED.search(found[0][len(settings.BASE_URL) :]) else found[0], text
    )
