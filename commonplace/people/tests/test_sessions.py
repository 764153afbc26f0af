"""Sessions: found by prepared queries, and as strict as Django's."""

from datetime import datetime, timedelta

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from commonplace.people.days import day_of
from commonplace.people.models import Person
from commonplace.people.sessions import SessionStore, forget_moments

pytestmark = pytest.mark.django_db
ME = "/api/v1/me"


def test_session_opens_until_it_ends(client: Client, hal: Person, leila: Person) -> None:
    other = Client()
    client.force_login(hal)
    other.force_login(leila)
    assert [one.get(ME).json()["name"] for one in (client, other)] == ["Hal Brennan", "Leila Haddad"]
    Session.objects.update(expire_date=timezone.now())
    assert client.get(ME).status_code == 401


def test_person_shut_out_is_out_at_once(client: Client, hal: Person) -> None:
    client.force_login(hal)
    Person.objects.filter(pk=hal.pk).update(is_active=False)
    assert client.get(ME).status_code == 401


@pytest.mark.parametrize("key", ["", "short", "x" * 300, '"abcdefgh\\000ijkl"', "\xe9" * 10])
def test_forged_session_opens_nothing(client: Client, db: None, key: str) -> None:
    assert client.get(ME, headers={"Cookie": f"sessionid={key}"}).status_code == 401


def test_a_session_tells_no_moment_of_its_writing(client: Client, hal: Person) -> None:
    """Django says in an end, and in a signature, when a session was written, to the second."""
    client.force_login(hal)
    row = Session.objects.get()
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    assert row.expire_date == midnight + timedelta(days=31)
    assert row.session_data.count(":") == 1, "what it says, and the signature"
    assert SessionStore(row.session_key).load()[SESSION_KEY] == str(hal.pk)


def test_a_session_of_before_stays_open(client: Client, hal: Person) -> None:
    client.force_login(hal)
    row = Session.objects.get()
    row.session_data = DatabaseStore().encode(SessionStore().decode(row.session_data))
    row.save()
    assert client.get(ME).status_code == 200
    Session.objects.update(session_data=row.session_data[:-1])
    assert client.get(ME).status_code == 401


def test_when_somebody_showed_who_they_are_is_forgotten_soon(client: Client, hal: Person, now: datetime) -> None:
    client.force_login(hal)
    session = client.session
    day = day_of(now).timestamp()
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": now.timestamp()}, {"at": 0.5}]
    session.save()
    assert forget_moments(now=now + timedelta(minutes=59)) == 0
    assert forget_moments(now=now + timedelta(minutes=61)) == 1
    assert forget_moments(now=now + timedelta(minutes=61)) == 0
    kept = client.session[AUTHENTICATION_METHODS_SESSION_KEY]
    assert kept == [{"method": "password", "at": day}, {"at": 0.5}]
    assert client.get(ME).status_code == 200


def test_signing_in_keeps_a_day_and_no_address(client: Client, hal: Person) -> None:
    midnight = day_of(timezone.now())
    client.force_login(hal)
    device = UserSession.objects.create(user=hal, session_key="1", ip="203.0.113.9", user_agent="Firefox")
    device.refresh_from_db()
    assert (device.created_at, device.last_seen_at, device.ip) == (midnight, midnight, "::")
    assert Person.objects.get(pk=hal.pk).last_login == midnight
    key = Authenticator.objects.create(user=hal, type=Authenticator.Type.TOTP, data={})
    key.record_usage()
    key.refresh_from_db()
    assert (key.created_at, key.last_used_at) == (midnight, midnight)
    account = SocialAccount.objects.create(user=hal, provider="house", uid="1")
    account.refresh_from_db()
    assert (account.last_login, account.date_joined) == (midnight, midnight)


def test_page_of_a_session_costs_two_queries_for_it(client: Client, hal: Person, django_assert_num_queries) -> None:
    client.force_login(hal)
    with django_assert_num_queries(3):
        client.get(ME)
