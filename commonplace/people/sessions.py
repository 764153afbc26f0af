"""Sessions and their persons, as Django and allauth keep them, found by queries that were prepared.

Every page of somebody signed in makes these two queries first.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from commonplace.people.models import Person
from commonplace.people.passphrases import spellings_of
from commonplace.store.prepared import prepared


@prepared
def _session(*, key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


@prepared
def _person(*, pk: int) -> QuerySet[Person]:
    return Person.objects.filter(pk=pk)


class SessionStore(DatabaseStore):
    """A session in the database.

    Its text is signed; what a text says is worked out once while it stays the same, and handed out anew each time.
    """

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(_signed(session_data))
        return said

    def _get_session_from_db(self) -> Session | None:
        # A quoted cookie can say anything; PostgreSQL takes no null byte.
        if self.session_key and "\0" not in self.session_key:
            for session in _session(key=self.session_key, now=timezone.now()):
                return session
        self._session_key = None
        return None


@lru_cache(maxsize=1000)
def _signed(session_data: bytes | str) -> str:
    """What a session says, as JSON; nothing where nobody of this house signed it."""
    return json.dumps(DatabaseStore().decode(session_data))


class Backend(AuthenticationBackend):
    """Lets in whom allauth lets in."""

    def _mitigate_timing_attack(self, password: str) -> None:
        # As many hashes as somebody who is known would cost, or time would tell who is.
        for one in spellings_of(password):
            super()._mitigate_timing_attack(one)

    def get_user(self, user_id: Any) -> Person | None:
        """The person of a session, unless they were shut out."""
        for person in _person(pk=int(user_id)):
            return person if self.user_can_authenticate(person) else None
        return None
