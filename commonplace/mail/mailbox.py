"""A mailbox elsewhere, emptied by IMAP: for a house to which no mail server hands letters over.

A letter is a row before it leaves the mailbox. Whoever is killed between the two finds it there again, and it is the
row that it was.
"""

from __future__ import annotations

import imaplib
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import Message
from email.utils import getaddresses, parseaddr
from typing import Final
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils import timezone

from commonplace.mail.actions.receiving import receive
from commonplace.mail.queries import is_address_here

logger = logging.getLogger(__name__)
SECONDS: Final = 30  # that the server may say nothing
AT_ONCE: Final = 100
PLAIN, TLS, STARTTLS = "imap", "imaps", "imap+tls"
PORTS: Final = {PLAIN: 143, TLS: 993, STARTTLS: 143}
# Where servers write down the address that they took a letter for; what its writer wrote comes last.
_TAKEN_FOR: Final = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
_NUMBER: Final = re.compile(rb"RFC822\.SIZE (\d{1,12})")


class MailboxTrouble(OSError):
    """The mailbox cannot be read: in the words of its server, or of the network."""


@dataclass(frozen=True)
class Place:
    """Where the mailbox is, as IMAP_URL says it; with `keeps` letters are only marked as read, and stay there."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    folder: str
    keeps: bool

    @classmethod
    def of(cls, url: str) -> Place:
        """The parts of `imaps://user:password@host/FOLDER?keep`."""
        parts = urlsplit(url)
        return cls(
            parts.scheme,
            parts.hostname or "",
            parts.port or PORTS[parts.scheme],
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            unquote(parts.path.strip("/")) or "INBOX",
            parts.query == "keep",
        )


def fetch_letters(*, now: datetime | None = None) -> int:
    """Take in what lies in the mailbox; how many letters were kept. Nothing where IMAP_URL is not set.

    Raises MailboxTrouble.
    """
    if not settings.IMAP_URL:
        return 0
    try:
        with _opened(Place.of(settings.IMAP_URL)) as (box, place):
            return _empty(box, place, now or timezone.now())
    except (imaplib.IMAP4.error, OSError) as problem:
        raise MailboxTrouble(f"The mailbox cannot be read: {problem}") from problem


@contextmanager
def _opened(place: Place) -> Iterator[tuple[imaplib.IMAP4, Place]]:
    kind = imaplib.IMAP4_SSL if place.scheme == TLS else imaplib.IMAP4
    box = kind(place.host, place.port, timeout=SECONDS)
    try:
        if place.scheme == STARTTLS:
            box.starttls()
        box.login(place.user, place.password)
        _said(box.select(_quoted(place.folder)))
        yield box, place
    finally:
        try:
            box.logout()
        except (imaplib.IMAP4.error, OSError):
            with suppress(OSError):  # whoever was hung up on has a wire to let go of all the same
                box.shutdown()


def _empty(box: imaplib.IMAP4, place: Place, now: datetime) -> int:
    # Flagged are those that are too large: they were seen once, and wait for whoever looks after the mailbox.
    wanted = "UNDELETED UNFLAGGED UNSEEN" if place.keeps else "UNDELETED UNFLAGGED"
    (found,) = _said(box.uid("SEARCH", wanted)) or (b"",)
    kept, trouble = 0, None
    for uid in bytes(found or b"").split()[:AT_ONCE]:
        try:
            kept += _take(box, place, uid.decode("ascii"), now)
        except (imaplib.IMAP4.error, OSError):
            raise
        except Exception as problem:
            # Whatever is with one letter, which stays there: those behind it do not wait for it.
            logger.exception("A letter in the mailbox could not be kept")
            trouble = trouble or problem
    if trouble is not None:
        raise trouble
    return kept


def _take(box: imaplib.IMAP4, place: Place, uid: str, now: datetime) -> bool:
    """Keep one letter, and only then take it out; whether there was one."""
    is_too_large = _size(box, uid) > settings.MAIL_MAX_BYTES
    wanted = "(BODY.PEEK[HEADER])" if is_too_large else "(BODY.PEEK[])"
    parts = _said(box.uid("FETCH", uid, wanted))
    raw = next((bytes(part[1]) for part in parts if isinstance(part, tuple)), None)
    if raw is None:  # another program took it out meanwhile
        return False
    head = message_from_bytes(raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0] + b"\n\n", policy=policy.compat32)
    receive(raw=raw, recipients=_recipients(head, place), mail_from=_sender(head), at=now, is_head_alone=is_too_large)
    if is_too_large:
        # It stays there for whoever looks after the mailbox; its writer hears why.
        _said(box.uid("STORE", uid, "+FLAGS.SILENT", r"(\Flagged)"))
        return True
    if place.keeps:
        _said(box.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)"))
        return True
    _said(box.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)"))
    if "UIDPLUS" in box.capabilities:
        _said(box.uid("EXPUNGE", uid))
    else:
        _said(box.expunge())
    return True


def _size(box: imaplib.IMAP4, uid: str) -> int:
    for part in _said(box.uid("FETCH", uid, "(RFC822.SIZE)")):
        line = part[0] if isinstance(part, tuple) else part
        if found := _NUMBER.search(bytes(line or b"")):
            return int(found[1])
    return 0


def _recipients(head: Message, place: Place) -> list[str]:
    """The addresses of this house that a letter was taken for; where there is none, it is for the mailbox itself."""
    taken_for = _addresses(head, *_TAKEN_FOR)
    here = [one for one in taken_for if is_address_here(one)]
    here = here or [one for one in _addresses(head, "To", "Cc") if is_address_here(one)]
    return here or (taken_for or [place.user])[:1]


def _sender(head: Message) -> str:
    """Who the servers say sent it; "" where they say nobody, as of reports. Its writer where they say nothing."""
    said = head.get("Return-Path")
    if said is not None:
        return parseaddr(str(said))[1]
    return next(iter(_addresses(head, "From")), "")


def _addresses(head: Message, *names: str) -> list[str]:
    said = [str(one) for name in names for one in head.get_all(name, [])]
    return list(dict.fromkeys(address for _name, address in getaddresses(said) if "@" in address))


def _said[Answer](answer: tuple[str, list[Answer]]) -> list[Answer]:
    status, said = answer
    if status != "OK":
        raise imaplib.IMAP4.error(str(said)[:300])
    return said


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
