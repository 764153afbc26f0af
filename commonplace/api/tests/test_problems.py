"""Bad input and bad days: a status that fits, and a sentence."""

import pytest
from django.test import Client, RequestFactory

from commonplace.api.actions import make_token
from commonplace.api.limits import seconds_to_wait
from commonplace.communities.models import Community
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db
LIST = "/api/v1/communities/stick/conversations"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=many", "limit"),
        ("limit=" + "9" * 5000, "limit"),
        ("kind=sermon", "kind"),
        ("unanswered=perhaps", "unanswered"),
        ("topic=%00", "topic"),
        ("topic=none", "topic"),
        ("space=nowhere", "space"),
        ("space=" + "a" * 300, "space"),
        ("after=torn", "after"),
        ("after=%00", "after"),
        ("after=" + "a" * 500, "after"),
        ("after=WyJvIiwxXQ", "after"),
        ("kind=%ff", "kind"),
    ],
)
def test_unfit_parameter_is_named(client: Client, stick: Community, query: str, field: str) -> None:
    answer = client.get(f"{LIST}?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    said = answer.json()
    assert [one["field"] for one in said["errors"]] == [field]
    assert said["detail"]


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=a&kind=sermon",
        "q=a&since=yesterday",
        "q=a&since=0001-01-01T00:00:00%2B14:00x",
        "q=a&after=500",
        "q=a&community=nowhere",
        "",
    ],
)
def test_unfit_search(client: Client, stick: Community, query: str) -> None:
    assert client.get(f"/api/v1/search?{query}").status_code == 422


@pytest.mark.parametrize("since", ["0001-01-01T00:00:00", "9999-12-31T23:59:59", "2024-01-01", "1e9"])
def test_far_moments_do_not_break_a_search(client: Client, stick: Community, since: str) -> None:
    assert client.get(f"/api/v1/search?q=a&since={since}").status_code in (200, 422)


@pytest.mark.parametrize(
    "address",
    [
        "/api/",
        "/api/v1/",
        "/api/v1/nothing",
        "/api/v2/communities",
        "/api/v1/communities/nowhere",
        "/api/v1/communities/st%00ck",
        f"{LIST}/99",
        f"{LIST}/999999999999999999999999",
        f"{LIST}/-1",
        f"{LIST}/999999999999999999999999/posts",
        f"{LIST}/x",
    ],
)
def test_what_is_not_here(client: Client, stick: Community, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client: Client, stick: Community, hal: Person, method: str) -> None:
    client.force_login(hal)
    answer = getattr(client, method)(LIST)
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    assert answer["Allow"] == "GET"


def test_ten_megabytes_are_too_many(client: Client, stick: Community) -> None:
    answer = client.post(LIST, b"x" * 10_000_000, content_type="application/json")
    assert (answer.status_code, answer.json()["detail"]) == (413, "This request is too large.")
    assert client.generic("GET", LIST, b"\x00" * 10_000_000).status_code == 413


def test_asking_too_often(client: Client, stick: Community, hal: Person, settings) -> None:
    settings.API_READS_A_MINUTE = 3
    address = {"REMOTE_ADDR": "192.0.2.7"}
    assert [client.get(LIST, **address).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = client.get(LIST, **address)
    assert 1 <= int(refused["Retry-After"]) <= 60
    _token, words = make_token(person=hal, name="Mine")
    other = {"REMOTE_ADDR": "192.0.2.8", "headers": {"Authorization": f"Bearer {words}"}}
    assert [client.get(LIST, **other).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_guessing_tokens_ends_soon(client: Client, stick: Community, settings) -> None:
    settings.API_READS_A_MINUTE = 3
    guesses = [
        client.get(LIST, REMOTE_ADDR="192.0.2.9", headers={"Authorization": f"Bearer cp_{number}"}).status_code
        for number in range(6)
    ]
    assert guesses == [401, 401, 401, 429, 429, 429]


def test_a_brake_is_not_flushed_by_made_up_tokens(
    client: Client, stick: Community, settings, rf: RequestFactory
) -> None:
    settings.API_READS_A_MINUTE = 1
    here = {"REMOTE_ADDR": "192.0.2.10"}
    assert [client.get(LIST, **here).status_code for _ in range(2)] == [200, 429]
    for number in range(3000):
        elsewhere = {"REMOTE_ADDR": f"198.51.{number % 250}.{number // 250}"}
        made_up = rf.get(LIST, headers={"Authorization": f"Bearer cp_{number}"}, **elsewhere)
        assert seconds_to_wait(made_up) == 0
    assert client.get(LIST, **here).status_code == 429


@pytest.mark.parametrize(
    "said",
    ["Bearer {}", "Bearer  {}", "bearer {}", "BEARER\t{}", "Bearer {} ", " Bearer \t {}\t", "bEARER {}"],
)
def test_a_token_is_counted_however_it_is_written(
    client: Client, stick: Community, hal: Person, settings, said: str
) -> None:
    settings.API_READS_A_MINUTE = 3
    _token, words = make_token(person=hal, name="Mine")
    plain, written = {"Authorization": f"Bearer {words}"}, {"Authorization": said.format(words)}
    assert [client.get("/api/v1/me", headers=plain).status_code for _ in range(2)] == [200, 200]
    assert [client.get("/api/v1/me", headers=written).status_code for _ in range(2)] == [200, 429]
    assert client.get("/api/v1/me", headers=plain).status_code == 429


@pytest.mark.parametrize("said", ["Bearer cp_{}", "Bearer", "Basic {}", "{}", "Bearer\tcp_{}", " "])
@pytest.mark.parametrize("address", ["/api/v1/openapi.json", "/api/v1/nothing", LIST])
def test_whoever_shows_something_else_counts_by_address(
    client: Client, stick: Community, settings, said: str, address: str
) -> None:
    settings.API_READS_A_MINUTE = 3
    for number in range(3):
        client.get(address, REMOTE_ADDR="192.0.2.11", headers={"Authorization": said.format(number)})
    last = client.get(address, REMOTE_ADDR="192.0.2.11", headers={"Authorization": said.format("x")})
    assert last.status_code == 429


def test_one_network_is_one_stranger(client: Client, stick: Community, settings) -> None:
    settings.API_READS_A_MINUTE = 3
    asked = [client.get(LIST, REMOTE_ADDR=f"2001:db8:1:2::{number:x}").status_code for number in range(4)]
    assert asked == [200, 200, 200, 429]


def test_a_token_costs_one_look(client: Client, hal: Person, django_assert_num_queries) -> None:
    _token, words = make_token(person=hal, name="Mine")
    with django_assert_num_queries(2):  # the token with its person, and where they belong
        client.get("/api/v1/me", headers={"Authorization": f"Bearer {words}"})


def test_answers_are_not_shared_between_readers(client: Client, stick: Community) -> None:
    answer = client.get(LIST)
    assert (answer["Cache-Control"], answer["Vary"]) == ("private, no-cache", "Authorization, Cookie, Accept-Language")
