"""Sessions and their persons, as Django and allauth keep them, found by queries that were prepared.

Every page of somebody signed in makes these two queries first.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final, cast

from allauth.account.auth_backends import AuthenticationBackend
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.core.signing import BadSignature, JSONSerializer, Signer
from django.db.models import QuerySet
from django.utils import timezone

from commonplace.people.days import day_of
from commonplace.people.models import Person
from commonplace.people.passphrases import spellings_of
from commonplace.store.anew import blur
from commonplace.store.prepared import prepared

DAY: Final = timedelta(days=1)
SECONDS_A_DAY: Final = 24 * 3600
# Longer than anything in a session counts: codes and ways in are good for a quarter of an hour.
ASKED_FOR: Final = timedelta(hours=1)
A_MOMENT: Final = 1e9  # seconds since 1970; what is smaller is no moment of this house's


@prepared
def _session(*, key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


@prepared
def _person(*, pk: int) -> QuerySet[Person]:
    return Person.objects.filter(pk=pk)


class SessionStore(DatabaseStore):
    """A session in the database.

    Its text is signed; what a text says is worked out once while it stays the same, and handed out anew each time.
    Django signs with the second, which would tell when somebody was last here.
    """

    def encode(self, session_dict: dict[str, Any]) -> str:
        return _signer().sign_object(session_dict, serializer=self.serializer, compress=True)

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

    def create_model_instance(self, data: Any) -> Session:
        """The row of this session: it ends with a day, so that it does not tell when it was last written."""
        session = cast(Session, super().create_model_instance(data))
        session.expire_date = day_of(session.expire_date) + DAY
        return session


def _signer() -> Signer:
    return Signer(salt=DatabaseStore().key_salt)


@lru_cache(maxsize=1000)
def _signed(session_data: bytes | str) -> str:
    """What a session says, as JSON; nothing where nobody of this house signed it."""
    try:
        return json.dumps(_signer().unsign_object(str(session_data), serializer=JSONSerializer))
    except (BadSignature, ValueError):
        # One that was signed with its second, or by nobody.
        return json.dumps(DatabaseStore().decode(session_data))


def forget_moments(*, now: datetime) -> int:
    """Make days of the moments in sessions that were written today or yesterday, once nobody asks for them any more:
    when somebody showed who they are, which counts for minutes. Tells how many rows were changed.
    """
    store, count = SessionStore(), 0
    latest = Session.objects.filter(expire_date__gte=day_of(now) + timedelta(seconds=settings.SESSION_COOKIE_AGE))
    for key, data in latest.order_by("pk").values_list("pk", "session_data").iterator(chunk_size=500):
        said = store.decode(data)
        coarse = _in_days(said, (now - ASKED_FOR).timestamp())
        if coarse != said:
            # Whatever was written meanwhile is left for another round.
            count += Session.objects.filter(pk=key, session_data=data).update(session_data=store.encode(coarse))
    return count


def blur_sessions(*, now: datetime) -> int:
    """Leave nothing beside the rows of sessions, and XX"""
    return blur(Session, UserSession, Person)


def _in_days(said: Any, before: float) -> Any:
    """The same with the beginning of its day (UTC) for each moment of before; they are the fractions in a session."""
    if isinstance(said, dict):
        return {name: _in_days(one, before) for name, one in said.items()}
    if isinstance(said, list):
        return [_in_days(one, before) for one in said]
    if isinstance(said, float) and A_MOMENT < said < before:
        return float(said // SECONDS_A_DAY * SECONDS_A_DAY)
    return said


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
