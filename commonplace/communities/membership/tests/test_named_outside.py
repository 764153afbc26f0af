"""Strangers learn who is here from those alone who agreed to be named, and as they said."""

import pytest
from django.core.cache import caches
from django.test import Client

from commonplace.communities.joining.actions.asking import ask_to_join
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.membership.actions.leaving import NotIn, leave
from commonplace.communities.membership.actions.naming import NotOnesOwnName, be_named
from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import Standing
from commonplace.people.models import Person

PAGES = ("/c/stick/about", "/c/stick/", "/c/stick/join")
NAMING = "/c/stick/naming"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture
def public(stick: Community, rosa: Person, hal: Person) -> Community:
    Community.objects.filter(pk=stick.pk).update(visibility="public")
    stick.refresh_from_db()
    return stick


def names_on(client: Client, page: str) -> list[str]:
    said = client.get(page).text
    return [name for name in ("Inês", "Baptista", "Rosa", "Quispe", "Hal", "Brennan") if name in said]


@pytest.mark.parametrize("page", PAGES)
def test_nobody_is_named_who_did_not_agree(client: Client, public: Community, stranger: Person, page: str) -> None:
    assert names_on(client, page) == []
    client.force_login(stranger)
    assert names_on(client, page) == []


def test_whoever_agreed_is_named_as_they_said(client: Client, public: Community, ines: Person, hal: Person) -> None:
    be_named(person=ines, community=public, named_as="Inês, network engineer")
    be_named(person=hal, community=public, named_as="Hal, 31 years listening")
    page = client.get("/c/stick/about").text
    assert "Inês, network engineer" in page
    assert "Hal, 31 years listening" in page
    assert "They agreed to be named here." in page
    assert names_on(client, "/c/stick/about") == ["Inês", "Hal"]
    assert names_on(client, "/c/stick/") == ["Inês"]
    Community.objects.filter(pk=public.pk).update(joining="invitation")
    assert "It is tended by Inês, network engineer." in client.get("/c/stick/join").text


def test_members_see_who_tends_it_as_ever(client: Client, public: Community, ines: Person, hal: Person) -> None:
    be_named(person=ines, community=public, named_as="Inês, network engineer")
    client.force_login(hal)
    page = client.get("/c/stick/about").text
    assert [name in page for name in ("Inês Baptista", "Rosa Quispe", "network engineer")] == [True, True, False]


def test_whoever_asked_learns_whom_they_wait_for(client: Client, public: Community, stranger: Person) -> None:
    ask_to_join(person=stranger, community=public, cares_about="Leaks")
    client.force_login(stranger)
    assert names_on(client, "/c/stick/join") == ["Inês", "Baptista", "Rosa", "Quispe"]


def test_agreeing_is_one_field_and_taken_back_the_same_way(client: Client, public: Community, hal: Person) -> None:
    client.force_login(hal)
    assert NAMING in client.get("/c/stick/about").text
    assert "search engines too" in client.get(NAMING).text
    client.post(NAMING, {"named_as": "Hal Brennan"})
    assert "You are, as: Hal Brennan." in client.get("/c/stick/about").text
    assert names_on(Client(), "/c/stick/about") == ["Hal", "Brennan"]
    client.post(NAMING, {"named_as": ""})
    assert names_on(Client(), "/c/stick/about") == []


def test_nobody_is_named_in_anothers_place(client: Client, public: Community, hal: Person) -> None:
    with pytest.raises(NotOnesOwnName):
        be_named(person=hal, community=public, named_as="Rosa Quispe")
    client.force_login(hal)
    refused = client.post(NAMING, {"named_as": "Buy our seals"})
    assert refused.status_code == 422
    assert "Buy our seals" in refused.text
    assert Membership.objects.get(person=hal).named_as == ""


def test_guests_are_not_asked_and_whoever_leaves_takes_it_along(
    client: Client, public: Community, hal: Person, stranger: Person
) -> None:
    admit(person=stranger, community=public, standing=Standing.GUEST)
    with pytest.raises(NotIn):
        be_named(person=stranger, community=public, named_as="Ng")
    client.force_login(stranger)
    assert client.get(NAMING).status_code == 404
    be_named(person=hal, community=public, named_as="Hal")
    leave(person=hal, community=public)
    admit(person=hal, community=public)
    assert names_on(Client(), "/c/stick/about") == []
