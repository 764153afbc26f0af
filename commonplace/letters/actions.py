"""Posting letters. A letter is a row in its caller's transaction: neither is there without the other."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from email.utils import make_msgid
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import get_language

from commonplace.letters import outages, queries
from commonplace.letters.compose import Templates, compose
from commonplace.letters.delivery import LEASE, Sent, send_due
from commonplace.letters.lines import in_lines
from commonplace.letters.models import Letter, OneTimeLink
from commonplace.letters.tasks import nudge
from commonplace.lib.addresses import one_address
from commonplace.lib.text import tidy
from commonplace.store.bulk import write_one
from commonplace.store.prepared import prepared

__all__ = [
    "LEASE",
    "LetterRefused",
    "Sent",
    "forget_letters_to",
    "forget_old",
    "give_up",
    "may_be_written_to",
    "post",
    "send_again",
    "send_due",
    "write",
    "written",
]

KEPT_FOR: Final = timedelta(days=90)

# A letter's address, subject and body have one way in; these are the other headers that a room may set.
_HEADERS: Final = frozenset(
    {"auto-submitted", "in-reply-to", "list-archive", "list-help", "list-id", "list-post", "list-unsubscribe"}
    | {"list-unsubscribe-post", "precedence", "references", "reply-to"}
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class LetterRefused(ValueError):
    """A letter cannot be addressed or would say more in its headers than it may."""


def write(
    *,
    to: str,
    template: str | Templates,
    context: Mapping[str, Any],
    kind: str,
    language: str | None = None,
    key: str | None = None,
    due_at: datetime | None = None,
    useful_until: datetime | None = None,
    headers: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> Letter:
    """Write a letter from its templates (see compose.py), in a language or that of whoever writes, and post it.

    Raises LetterRefused.
    """
    return written(
        to=to,
        template=template,
        context=context,
        kind=kind,
        language=language,
        key=key,
        due_at=due_at,
        useful_until=useful_until,
        headers=headers,
        at=at,
    )()


def written(
    *,
    to: str,
    template: str | Templates,
    context: Mapping[str, Any],
    kind: str,
    language: str | None = None,
    key: str | None = None,
    due_at: datetime | None = None,
    useful_until: datetime | None = None,
    headers: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> Callable[[], Letter]:
    """Write a letter as `write` does, and give what posts it: for a transaction that is not to wait for the words."""
    words = compose(template, context, language or get_language() or settings.LANGUAGE_CODE)
    letter = _letter(
        to=to,
        kind=kind,
        subject=words.subject,
        text=words.text,
        html=words.html,
        key=key,
        due_at=due_at,
        useful_until=useful_until,
        headers=headers,
        at=at,
    )
    return partial(_put, letter)


def post(
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
    at: datetime | None = None,
) -> Letter:
    """Put a letter in the outbox; a `key` that was used before gives the letter posted then. Raises LetterRefused.

    After `useful_until` it is not sent any more: a code that has run out helps nobody.
    """
    return _put(
        _letter(
            to=to,
            kind=kind,
            subject=subject,
            text=text,
            html=html,
            key=key,
            due_at=due_at,
            useful_until=useful_until,
            headers=headers,
            at=at,
        )
    )


def _letter(
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
    at: datetime | None,
) -> Letter:
    _check(to, subject, headers or {})
    at = at or timezone.now()
    return Letter(
        key=key,
        kind=kind,
        to=one_address(to),
        subject=subject,
        text=in_lines(tidy(text)),
        html=tidy(html),
        headers=dict(headers or {}),
        due_at=due_at or at,
        useful_until=useful_until,
        message_id=make_msgid(domain=_domain()),
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


def send_again(*, ids: Iterable[int] | None = None, now: datetime) -> list[int]:
    """Try letters again at once, given up or not; tells which. Without `ids`: all but those given up on purpose.

    What is of no use any more stays where it is. The mail server is asked again at once, too.
    """
    letters = queries.unsettled()
    letters = letters.exclude(fault=Letter.ON_PURPOSE) if ids is None else letters.filter(pk__in=list(ids))
    with transaction.atomic():
        pks = list(letters.filter(queries.free(now), queries.useful(now)).order_by("pk").values_list("pk", flat=True))
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
    return letters + given_up + links


def forget_letters_to(*, addresses: Collection[str]) -> int:
    """Delete every letter to these addresses (in lower case), sent or not, as when their owner goes; tells how many."""
    with transaction.atomic():
        theirs = Letter.objects.annotate(reader=Lower("to")).filter(reader__in=sorted(addresses))
        return theirs.delete()[0]


def _domain() -> str:
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    # An address of version 6 is none that a Message-ID may hold without brackets.
    return "localhost" if ":" in host else host.encode("idna").decode("ascii")


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
        if name.lower() not in _HEADERS or _CONTROL.search(value):
            raise LetterRefused(f"not a header of ours: {name!r}")
