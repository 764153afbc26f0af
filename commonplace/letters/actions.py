"""Posting letters. A letter is a row in its caller's transaction: neither is there without the other."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from email.utils import make_msgid
from functools import partial
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import get_language

from commonplace.letters import outages, pauses, queries
from commonplace.letters.compose import Templates, compose
from commonplace.letters.delivery import LEASE, Sent, send_due
from commonplace.letters.envelope import house_domain
from commonplace.letters.faults import Whose
from commonplace.letters.lines import in_lines
from commonplace.letters.models import Bounce, Letter, OneTimeLink, Pause
from commonplace.letters.tasks import nudge
from commonplace.lib.addresses import one_address
from commonplace.lib.text import tidy
from commonplace.store.bulk import write_one, write_rows
from commonplace.store.prepared import prepared

__all__ = [
    "LEASE",
    "LetterRefused",
    "Ready",
    "Sender",
    "Sent",
    "forget_letters_to",
    "forget_old",
    "give_up",
    "may_be_written_to",
    "post",
    "post_all",
    "send_again",
    "send_due",
    "write",
    "written",
]

KEPT_FOR: Final = timedelta(days=90)

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


def write(*, template: str | Templates, context: Mapping[str, Any], **posted: Any) -> Letter:
    """Write a letter from its templates (see compose.py), in a `language` or that of whoever writes, and post it.

    Raises LetterRefused.
    """
    return written(template=template, context=context, **posted)()


def written(
    *, template: str | Templates, context: Mapping[str, Any], language: str | None = None, **posted: Any
) -> Callable[[], Letter]:
    """Write a letter as `write` does, and give what posts it: for a transaction that is not to wait for the words."""
    words = compose(template, context, language or get_language() or settings.LANGUAGE_CODE)
    letter = _letter(subject=words.subject, text=words.text, html=words.html, **posted)
    return partial(_put, letter)


def post(**letter: Any) -> Letter:
    """Put a letter in the outbox; a `key` that was used before gives the letter posted then. Raises LetterRefused.

    After `useful_until` it is not sent any more: a code that has run out helps nobody. `message_id` is for what goes
    to many as one letter, `about` for whoever looks at it before it goes (see last_looks.py).
    """
    return _put(_letter(**letter))


def _letter(
    *,
    to: str,
    kind: str,
    subject: str,
    text: str,
    html: str = "",
    key: str | None = None,
    due_at: datetime | None = None,
    useful_until: datetime | None = None,
    headers: Mapping[str, str] | None = None,
    sender: Sender | None = None,
    message_id: str = "",
    about: str = "",
    at: datetime | None = None,
) -> Letter:
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


def _put(letter: Letter) -> Letter:
    with transaction.atomic(savepoint=False):
        letter, is_new = _once(letter)
        if is_new and letter.due_at <= timezone.now():
            # Robust: a broker that is away costs a moment until the worker's next round, never the change itself.
            transaction.on_commit(_nudge, robust=True)
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


def post_all(letters: Sequence[Ready], *, kind: str, useful_until: datetime | None = None, at: datetime) -> None:
    """Put many letters in the outbox at once, each under a key that was never used. Raises LetterRefused, and
    IntegrityError where one of the keys was.
    """
    domain = house_domain()
    rows = []
    for one in letters:
        _check(one.to, one.subject, one.headers)
        said = one.key, kind, one_address(one.to), one.subject, one.text, one.html, json.dumps(dict(one.headers))
        rows.append((*said, at, 0, useful_until, "", "", make_msgid(domain=domain), at, at, "", "", ""))
    with transaction.atomic():
        write_rows(Letter, _COLUMNS, rows)
        if rows and at <= timezone.now():
            transaction.on_commit(_nudge, robust=True)


def send_again(*, ids: Iterable[int] | None = None, now: datetime) -> list[int]:
    """Try letters again at once, given up or not; tells which. Without `ids`: all but those given up on purpose.

    What is of no use any more stays where it is. The mail server is asked again at once, too.
    """
    # One whose words are gone would arrive empty.
    letters = queries.unsettled().exclude(fault__in=(Letter.PAUSED, Letter.TAKEN_BACK))
    letters = letters.exclude(fault__in=Letter.SETTLED) if ids is None else letters.filter(pk__in=list(ids))
    with transaction.atomic():
        again = letters.filter(queries.free(now), queries.useful(now)).order_by("pk")
        # Whoever sends a letter again to where nobody was says that somebody is.
        pauses.resume_delivery(addresses=again.filter(fault=Whose.RECIPIENT.value).values_list("to", flat=True))
        pks = list(again.values_list("pk", flat=True))
        Letter.objects.filter(pk__in=pks, sent_at=None).update(
            due_at=now, given_up_at=None, claimed_until=None, attempts=0, failing_since=None, fault="", last_error=""
        )
        outages.end()
        transaction.on_commit(_nudge, robust=True)
    return pks


def give_up(*, ids: Iterable[int], now: datetime) -> list[int]:
    """Stop trying letters, or settle that they were given up; tells which. One that is on its way is left alone."""
    with transaction.atomic():
        letters = queries.unsettled().filter(queries.free(now), pk__in=list(ids))
        pks = list(letters.order_by("pk").values_list("pk", flat=True))
        Letter.objects.filter(pk__in=pks, sent_at=None).update(
            given_up_at=now, claimed_until=None, fault=Letter.ON_PURPOSE
        )
    return pks


def forget_old(*, now: datetime) -> int:
    """Delete letters and links that ended more than KEPT_FOR ago; tells how many rows went."""
    before = now - KEPT_FOR
    with transaction.atomic():
        letters, _ = Letter.objects.filter(sent_at__lt=before).delete()
        given_up, _ = Letter.objects.filter(given_up_at__lt=before).delete()
        links, _ = OneTimeLink.objects.filter(expires_at__lt=before).delete()
        bounces, _ = Bounce.objects.filter(at__lt=before).delete()
    return letters + given_up + links + bounces


def forget_letters_to(*, addresses: Collection[str]) -> int:
    """Delete every letter to these addresses (in lower case), sent or not, as when their owner goes; tells how many.

    What came back from there, and that nothing goes there, is forgotten with them.
    """
    with transaction.atomic():
        for model in (Bounce, Pause):
            model.objects.filter(address__in=sorted(addresses)).delete()
        theirs = Letter.objects.annotate(reader=Lower("to")).filter(reader__in=sorted(addresses))
        return theirs.delete()[0]


def _nudge() -> None:
    nudge.enqueue()


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
