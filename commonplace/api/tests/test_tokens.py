"""Tokens: made by their owner, shown once, revoked for good."""

import pytest
from django.test import Client

from commonplace.api.actions import MOST_TOKENS, make_token
from commonplace.api.models import Token
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


def whoami(client: Client, words: str, scheme: str = "Bearer") -> int:
    return client.get("/api/v1/me", headers={"Authorization": f"{scheme} {words}"}).status_code


def test_token_opens_until_it_is_revoked(client: Client, hal: Person) -> None:
    client.force_login(hal)
    page = client.post("/me/tokens", {"name": "My notebook"})
    words = page.context["words"]
    assert Token.objects.get().name == "My notebook"
    assert words in page.text
    assert words not in client.get("/me/tokens").text
    assert words not in Token.objects.get().digest
    elsewhere = Client()
    assert whoami(elsewhere, words) == 200
    client.post(f"/me/tokens/{Token.objects.get().pk}/revocation")
    assert whoami(elsewhere, words) == 401


def test_nobody_revokes_the_token_of_another(client: Client, hal: Person, leila: Person) -> None:
    token, _words = make_token(person=hal, name="Mine")
    client.force_login(leila)
    assert client.post(f"/me/tokens/{token.pk}/revocation").status_code == 404
    assert Token.objects.count() == 1


def test_token_of_someone_shut_out_opens_nothing(client: Client, hal: Person) -> None:
    _token, words = make_token(person=hal, name="Mine")
    hal.is_active = False
    hal.save()
    assert whoami(client, words) == 401


@pytest.mark.parametrize(("words", "scheme"), [("cp_none", "Bearer"), ("", "Bearer"), ("x", "Basic"), ("\xff", "x")])
def test_unknown_token_is_refused_not_passed_over(client: Client, stick, words: str, scheme: str) -> None:
    answer = client.get("/api/v1/communities", headers={"Authorization": f"{scheme} {words}"})
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_token_needs_a_name_and_has_an_end(client: Client, hal: Person) -> None:
    client.force_login(hal)
    assert client.post("/me/tokens", {"name": ""}).status_code == 422
    for number in range(MOST_TOKENS):
        make_token(person=hal, name=str(number))
    assert client.post("/me/tokens", {"name": "One more"}).status_code == 422
    assert Token.objects.count() == MOST_TOKENS


def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    assert client.get("/me/tokens").status_code == 302


def test_pages_of_the_api(client: Client) -> None:
    docs = client.get("/api/v1/docs")
    assert (docs.status_code, "/api/v1/communities/{slug}/conversations" in docs.text) == (200, True)
    schema = client.get("/api/v1/openapi.json").json()
    assert schema["openapi"] == "3.1.0"


def test_way_to_the_tokens_is_on_ones_own_page(client: Client, hal: Person) -> None:
    client.force_login(hal)
    assert 'href="/me/tokens"' in client.get("/me/signing-in").text
