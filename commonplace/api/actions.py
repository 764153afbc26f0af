"""Making and revoking tokens."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.api.models import Token
from commonplace.people.models import Person
from commonplace.people.proof import Unproven, is_unproven
from commonplace.store.locks import lock

MOST_TOKENS = 20


class TooManyTokens(ValueError):
    """More tokens than anyone can look after."""


def digest_of(token: str) -> str:
    """What is kept of a token: 32 random bytes need no salt and no slow hash."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def make_token(*, person: Person, name: str, at: datetime | None = None) -> tuple[Token, str]:
    """A new token of this person, and the words of it, which nobody can read again; raises TooManyTokens, Unproven."""
    words = f"cp_{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        lock(Person.objects.filter(pk=person.pk))
        if is_unproven(person):
            raise Unproven(person.pk)
        if Token.objects.filter(person=person).count() >= MOST_TOKENS:
            raise TooManyTokens(name)
        token = Token.objects.create(person=person, name=name, digest=digest_of(words), made_at=at or timezone.now())
    return token, words


def revoke(*, token: Token) -> None:
    """Let nobody in with this token any more."""
    Token.objects.filter(pk=token.pk).delete()


def revoke_all(person: Person) -> None:
    """Let nobody in with a token of before: the owner of an address has proven it."""
    Token.objects.filter(person=person).delete()
