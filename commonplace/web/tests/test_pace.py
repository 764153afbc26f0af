"""Whoever asks for more than a person wants to is asked to wait, told how long, and given their words."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from commonplace.communities.models import Community
from commonplace.limits.limit import Limit
from commonplace.people.models import Person
from commonplace.web import pace

WORDS = "We heard it twice, between two valves."


def names(resolver: URLResolver) -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from names(one)
        elif isinstance(one, URLPattern) and one.name:
            yield one.name


def test_every_address_that_is_counted_is_there() -> None:
    assert set(pace.BY_NAME) <= set(names(get_resolver()))
    assert len(pace.BY_NAME) == sum(len(names) for _methods, names in pace.LIMITS.values())


def test_no_limit_is_narrow() -> None:
    assert all(limit.most >= 20 for limit in pace.LIMITS)


@pytest.fixture(autouse=True)
def quick(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, (limit, methods) in list(pace.BY_NAME.items()):
        monkeypatch.setitem(pace.BY_NAME, name, (Limit(limit.name, 2, limit.seconds), methods))


def test_words_come_back_with_the_time_to_wait(client: Client, stick: Community, hal: Person, narrow: None) -> None:
    client.force_login(hal)
    said = {"kind": "tip", "title": "", "text": WORDS, "idempotency_key": "a" * 32}
    answers = [client.post(reverse("compose", args=["stick"]), said) for _ in range(3)]
    assert [answer.status_code for answer in answers[:2]] == [422, 422]
    page = answers[2]
    assert (page.status_code, page["Cache-Control"]) == (429, "no-store")
    assert 29 * 60 < int(page["Retry-After"]) <= 30 * 60
    assert "There is room again in 30 minutes" in page.text
    assert WORDS in page.text
    assert "a" * 32 not in page.text


def test_one_person_does_not_slow_another(client: Client, stick: Community, hal: Person, leila: Person, narrow) -> None:
    client.force_login(hal)
    address = reverse("preview", args=["stick"])
    assert [client.post(address, {"text": WORDS}).status_code for _ in range(3)] == [200, 200, 429]
    other = Client()
    other.force_login(leila)
    assert other.post(address, {"text": WORDS}).status_code == 200
    elsewhere = Client()
    elsewhere.force_login(hal)
    assert elsewhere.post(address, {"text": WORDS}, REMOTE_ADDR="192.0.2.50").status_code == 429


@pytest.mark.parametrize("address", ["/search?q=leak", "/link/made-up", "/in/made-up"])
def test_strangers_are_counted_by_their_network(client: Client, stick: Community, narrow: None, address: str) -> None:
    asked = [client.get(address, REMOTE_ADDR=f"2001:db8::{number}").status_code for number in range(1, 4)]
    assert (asked[0] == 429, asked[2]) == (False, 429)
    assert client.get(address, REMOTE_ADDR="2001:db8:1::1").status_code == asked[0]


def test_the_api_counts_for_itself(client: Client, stick: Community, narrow: None) -> None:
    assert {client.get("/api/v1/search", {"q": "leak"}).status_code for _ in range(5)} == {200}
    assert [client.get("/search", {"q": "leak"}).status_code for _ in range(3)] == [200, 200, 429]


def test_reading_a_form_is_not_counted(client: Client, stick: Community, hal: Person, narrow: None) -> None:
    client.force_login(hal)
    assert {client.get(reverse("compose", args=["stick"])).status_code for _ in range(5)} == {200}


def test_limits_of_signing_in_answer_alike(client: Client, db: None) -> None:
    said = {"login": "nobody@example.org", "password": "my secret words"}
    answers = [client.post(reverse("account_login"), said) for _ in range(21)]
    page = answers[-1]
    assert (page.status_code, page["Retry-After"]) == (429, "60")
    assert "nobody@example.org" in page.text
    assert "my secret words" not in page.text


def test_allauth_forgets_nothing_however_much_is_asked(client: Client, db: None) -> None:
    said = {"login": "nobody@example.org", "password": "no"}
    here = [client.post(reverse("account_login"), said, REMOTE_ADDR="192.0.2.1").status_code for _ in range(21)]
    for number in range(150):
        made_up = {"login": f"{number}@example.org", "password": "no"}
        client.post(reverse("account_login"), made_up, REMOTE_ADDR=f"198.51.{number % 250}.{number // 250}")
    again = client.post(reverse("account_login"), said, REMOTE_ADDR="192.0.2.1").status_code
    assert (here[-1], again) == (429, 429)
