"""The outbox: a letter as it is checked, made and put there, alone or with many others."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.utils import make_msgid
from typing import Final, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from commonplace.letters.envelope import house_domain
from commonplace.letters.lines import in_lines
from commonplace.letters.models import Letter
from commonplace.letters.tasks import nudge
from commonplace.lib.addresses import one_address
from commonplace.lib.text import tidy
from commonplace.store.bulk import write_one, write_rows
from commonplace.store.prepared import prepared

# A letter's address, subject and body have one way in; these are the other headers that a room may set.
_HEADERS: Final = frozenset(
    {"archived-at", "auto-submitted", "in-reply-to", "list-archive", "list-help", "list-id", "list-post"}
    | {"list-unsubscribe", "list-unsubscribe-post", "precedence", "references", "reply-to"}
    | {"x-auto-response-suppress"}
)
_COLUMNS: Final = (
    "key kind to subject text html headers due_at attempts useful_until fault last_error message_id dated_at created_at"
    " about sender_name sender_address"
).split()
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# What stands in these headers is addresses and signs; a line of 998 is the longest that mail may have (RFC 5322).
_PLAIN = re.compile(r"[ -~]{1,20000}")
_LONGEST_WORD: Final = 900
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,200}@[!-;=?-~]{1,110}>")


class Sender(NamedTuple):
    """Who stands in From: a name, and an address of this house; without one its usual address."""

    name: str
    address: str = ""


class LetterRefused(ValueError):
    """A letter cannot be addressed or would say more in its headers than it may."""


def made(
    *,
    to: str,
    kind: str,
    subject: str,
    text: str,
    html: str,
    key: str | None,
    due_at: datetime | None,
    useful_until: datetime | None,
    headers: Mapping[str, str] | None,
    sender: Sender | None,
    message_id: str,
    about: str,
    at: datetime | None,
) -> Letter:
    """A letter that may be put in the outbox as it stands; raises LetterRefused."""
    _check(to, subject, headers or {})
    _check_sender(sender or Sender(""), message_id)
    at = at or timezone.now()
    return Letter(
        key=key,
        kind=kind,
        about=about,
        to=one_address(to),
        subject=subject,
        text=in_lines(tidy(text)),
        html=tidy(html),
        headers=dict(headers or {}),
        due_at=due_at or at,
        useful_until=useful_until,
        message_id=message_id or make_msgid(domain=house_domain()),
        sender_name=sender.name if sender else "",
        sender_address=sender.address if sender else "",
        dated_at=due_at or at,
        created_at=at,
    )


def put(letter: Letter) -> Letter:
    """Put it there, or give the letter of its key that is there already."""
    with transaction.atomic(savepoint=False):
        letter, is_new = _once(letter)
        if is_new and letter.due_at <= timezone.now():
            # Robust: a broker that is away costs a moment until the worker's next round, never the change itself.
            transaction.on_commit(nudge_soon, robust=True)
    return letter


def _once(letter: Letter) -> tuple[Letter, bool]:
    """The letter of this key, and whether it is new."""
    if letter.key is not None and (there := _posted(key=letter.key)):
        return there[0], False
    try:
        with transaction.atomic():
            return write_one(letter), True
    except IntegrityError:
        if letter.key is None:
            raise
        return Letter.objects.get(key=letter.key), False


@prepared
def _posted(*, key: str) -> QuerySet[Letter]:
    return Letter.objects.filter(key=key)


class Ready(NamedTuple):
    """A letter to one address, its words ready to be sent: tidy, and in lines."""

    to: str
    subject: str
    text: str
    html: str
    key: str
    headers: Mapping[str, str]
    about: str = ""


def post_all(letters: Sequence[Ready], *, kind: str, useful_until: datetime | None = None, at: datetime) -> None:
    """Put many letters in the outbox at once, each under a key that was never used. Raises LetterRefused, and
    IntegrityError where one of the keys was.
    """
    domain = house_domain()
    rows = []
    for one in letters:
        _check(one.to, one.subject, one.headers)
        said = one.key, kind, one_address(one.to), one.subject, one.text, one.html, json.dumps(dict(one.headers))
        rows.append((*said, at, 0, useful_until, "", "", make_msgid(domain=domain), at, at, one.about, "", ""))
    with transaction.atomic():
        write_rows(Letter, _COLUMNS, rows)
        if rows and at <= timezone.now():
            transaction.on_commit(nudge_soon, robust=True)


def may_be_written_to(address: str) -> bool:
    """Whether the post takes letters to this address: not one whose name, before the @, goes beyond ASCII."""
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


def _check(to: str, subject: str, headers: Mapping[str, str]) -> None:
    if not may_be_written_to(to):
        raise LetterRefused(f"not an address: {to!r}")
    if _CONTROL.search(subject) or not subject or len(subject) > 300:
        raise LetterRefused(f"not a subject: {subject!r}")
    for name, value in headers.items():
        is_plain = _PLAIN.fullmatch(value) and max(map(len, value.split(" "))) <= _LONGEST_WORD
        if name.lower() not in _HEADERS or not is_plain or not value.strip():
            raise LetterRefused(f"not a header of ours: {name!r}")


def _check_sender(sender: Sender, message_id: str) -> None:
    if _CONTROL.search(sender.name) or len(sender.name) > 200:
        raise LetterRefused(f"not a name: {sender.name!r}")
    if sender.address and not may_be_written_to(sender.address):
        raise LetterRefused(f"not an address: {sender.address!r}")
    if message_id and not _MESSAGE_ID.fullmatch(message_id):
        raise LetterRefused(f"not a Message-ID: {message_id!r}")


def nudge_soon() -> None:
    """Have the worker look at once instead of at its next round."""
    nudge.enqueue()
