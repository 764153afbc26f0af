"""Posting letters. A letter is a row in its caller's transaction: neither is there without the other."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from commonplace.letters.delivery import LEASE, Sent, send_due
from commonplace.letters.lines import in_lines
from commonplace.letters.models import Letter, OneTimeLink
from commonplace.letters.tasks import nudge
from commonplace.lib.text import tidy

__all__ = ["LEASE", "LetterRefused", "Sent", "forget_old", "post", "send_due"]

KEPT_FOR: Final = timedelta(days=90)

# A letter's address, subject and body have one way in; these are the other headers that a room may set.
_HEADERS: Final = frozenset(
    {"auto-submitted", "in-reply-to", "list-archive", "list-help", "list-id", "list-post", "list-unsubscribe"}
    | {"list-unsubscribe-post", "message-id", "precedence", "references", "reply-to"}
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class LetterRefused(ValueError):
    """A letter cannot be addressed or would say more in its headers than it may."""


def post(
    *,
    to: str,
    kind: str,
    subject: str,
    text: str,
    html: str = "",
    key: str | None = None,
    due_at: datetime | None = None,
    headers: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> Letter:
    """Put a letter in the outbox; a `key` that was used before gives the letter posted then. Raises LetterRefused."""
    _check(to, subject, headers or {})
    at = at or timezone.now()
    fields: dict[str, Any] = {
        "kind": kind,
        "to": to,
        "subject": subject,
        "text": in_lines(tidy(text)),
        "html": tidy(html),
        "headers": dict(headers or {}),
        "due_at": due_at or at,
        "created_at": at,
    }
    with transaction.atomic():
        if key is None:
            letter, is_new = Letter.objects.create(**fields), True
        else:
            letter, is_new = Letter.objects.get_or_create(key=key, defaults=fields)
        if is_new and letter.due_at <= timezone.now():
            # Robust: a broker that is away costs a moment until the worker's next round, never the change itself.
            transaction.on_commit(_nudge, robust=True)
    return letter


def forget_old(*, now: datetime) -> int:
    """Delete letters and links that ended more than KEPT_FOR ago; tells how many rows went."""
    before = now - KEPT_FOR
    with transaction.atomic():
        letters, _ = Letter.objects.filter(sent_at__lt=before).delete()
        given_up, _ = Letter.objects.filter(given_up_at__lt=before).delete()
        links, _ = OneTimeLink.objects.filter(expires_at__lt=before).delete()
    return letters + given_up + links


def _nudge() -> None:
    nudge.enqueue()


def _check(to: str, subject: str, headers: Mapping[str, str]) -> None:
    try:
        validate_email(to)
    except ValidationError as problem:
        raise LetterRefused(f"not an address: {to!r}") from problem
    if _CONTROL.search(subject) or not subject or len(subject) > 300:
        raise LetterRefused(f"not a subject: {subject!r}")
    for name, value in headers.items():
        if name.lower() not in _HEADERS or _CONTROL.search(value):
            raise LetterRefused(f"not a header of ours: {name!r}")
