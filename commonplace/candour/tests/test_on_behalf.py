"""A steward asks on behalf of a member, under their own name, and the page says who knows whose it is."""

from __future__ import annotations

from django.test import Client

from commonplace.communities.models import Community, Space
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person

BEHALF = "/c/stick/candour/behalf"
ASKED = {"kind": "problem", "title": "A number", "text": "Nobody looked.", "space": "table"}


def test_it_stands_under_the_steward_s_name_and_says_that_they_know(client: Client, candid, table, ines, hal) -> None:
    client.force_login(ines)
    page = client.get(BEHALF).content.decode()
    mark = page.split('name="idempotency_key" value="')[1].split('"')[0]
    for _twice in range(2):
        assert client.post(BEHALF, ASKED | {"idempotency_key": mark}).status_code == 302
    made = Conversation.objects.get()
    assert (made.author, made.alias, made.is_on_behalf) == (ines, "", True)
    client.force_login(hal)
    told = client.get(f"/c/stick/conversations/{made.pk}/").content.decode()
    assert told.count("Asked on behalf of a member; ") == 1
    after = told.split("Asked on behalf of a member; ")[1]
    assert ines.name in after[: after.index(" knows who")]


def test_what_does_not_fit_comes_back(client: Client, candid: Community, table: Space, ines: Person) -> None:
    client.force_login(ines)
    answer = client.post(BEHALF, ASKED | {"text": ""})
    assert answer.status_code == 422
    assert 'value="A number"' in answer.content.decode()
    assert not Conversation.objects.exists()


def test_only_stewards_ask_so_and_where_candour_is_on(client: Client, candid, table, ines, hal, stranger) -> None:
    compose = "/c/stick/conversations/new"
    client.force_login(ines)
    assert BEHALF in client.get(compose).content.decode()
    for person in (hal, stranger):
        client.force_login(person)
        assert client.get(BEHALF).status_code == 404
        assert client.post(BEHALF, ASKED).status_code == 404
    client.force_login(hal)
    assert BEHALF not in client.get(compose).content.decode()
    Community.objects.filter(pk=candid.pk).update(modules=[])
    client.force_login(ines)
    assert client.get(BEHALF).status_code == 404
    assert not Conversation.objects.exists()
