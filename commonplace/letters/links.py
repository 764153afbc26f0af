"""One-time links, which prove that a letter was received: each is a row, and works once."""

import hashlib
import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from commonplace.letters.models import OneTimeLink

Payload = dict[str, Any]


class LinkRefused(Exception):
    """A link does not open anything; a subclass says why."""


class LinkUnknown(LinkRefused):
    """No such link was ever made, or it was made for something else."""


class LinkExpired(LinkRefused):
    """The link's time is over."""


class LinkUsed(LinkRefused):
    """The link was used before."""


def make(*, purpose: str, payload: Payload, expires: datetime | timedelta, at: datetime | None = None) -> str:
    """Make a one-time link and give its token, which is kept nowhere; `expires` is a moment or a length of time."""
    at = at or timezone.now()
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        OneTimeLink.objects.create(
            digest=_digest(token, purpose),
            purpose=purpose,
            payload=_ordered(payload),
            expires_at=at + expires if isinstance(expires, timedelta) else expires,
            created_at=at,
        )
    return token


def open(token: str, purpose: str, *, now: datetime | None = None) -> Payload:
    """What the link is about, without using it up: for the page that asks 'is this you?'. Raises LinkRefused."""
    payload: Payload = _valid(token, purpose, now or timezone.now()).payload
    return payload


def use(token: str, purpose: str, *, now: datetime | None = None) -> Payload:
    """Use the link up and say what it is about; of two at the same moment one raises LinkUsed. Raises LinkRefused."""
    now = now or timezone.now()
    with transaction.atomic():
        link = _valid(token, purpose, now)
        if not OneTimeLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=now).update(used_at=now):
            raise LinkUsed
    payload: Payload = link.payload
    return payload


def withdraw(*, purpose: str, payload: Payload, at: datetime | None = None) -> int:
    """Make every unused link with this purpose and payload useless, as when a newer one is sent; tells how many."""
    at = at or timezone.now()
    with transaction.atomic():
        return OneTimeLink.objects.filter(purpose=purpose, payload=_ordered(payload), used_at=None).update(used_at=at)


def withdraw_about(*, purpose: str, person: int, at: datetime | None = None) -> int:
    """Make every unused link with this purpose whose payload names this `person` useless; tells how many."""
    at = at or timezone.now()
    with transaction.atomic():
        theirs = OneTimeLink.objects.filter(purpose=purpose, payload__person=person, used_at=None)
        return theirs.update(used_at=at)


def forget_about(*, person: int) -> int:
    """Delete every link whose payload names this `person`, used or not; tells how many."""
    with transaction.atomic():
        return OneTimeLink.objects.filter(payload__person=person).delete()[0]


def _ordered(payload: Payload) -> Payload:
    # SQLite compares JSON as text, so the order of keys would make a difference there.
    ordered: Payload = json.loads(json.dumps(payload, sort_keys=True))
    return ordered


def _valid(token: str, purpose: str, now: datetime) -> OneTimeLink:
    link = OneTimeLink.objects.filter(digest=_digest(token, purpose), purpose=purpose).first()
    if link is None:
        raise LinkUnknown
    if link.used_at is not None:
        raise LinkUsed
    if link.expires_at <= now:
        raise LinkExpired
    return link


def _digest(token: str, purpose: str) -> str:
    # Looked up by digest, so the time an answer takes tells nothing about any token. The token is 256 random bits:
    # a slow hash would add nothing.
    return hashlib.sha256(f"{purpose}\0{token}".encode(errors="replace")).hexdigest()
