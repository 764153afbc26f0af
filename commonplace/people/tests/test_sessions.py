"""Sessions: found by prepared queries, and as strict as Django's."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from commonplace.people.models import Person

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


def test_page_of_a_session_costs_two_queries_for_it(client: Client, hal: Person, django_assert_num_queries) -> None:
    client.force_login(hal)
    with django_assert_num_queries(3):
        client.get(ME)
