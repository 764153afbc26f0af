"""What the API's document says is what the API does: the statuses it answers with, and whom it lets ask."""

from typing import Any

import pytest
from django.test import Client

from commonplace.communities.models import Community

LIST = "/api/v1/communities/{slug}/conversations"
ONE = "/api/v1/communities/{slug}/conversations/{pk}"
STRANGERS = {
    "/api/v1/communities",
    "/api/v1/communities/{slug}",
    "/api/v1/communities/{slug}/spaces",
    LIST,
    ONE,
    f"{ONE}/posts",
    "/api/v1/communities/{slug}/topics",
    "/api/v1/communities/{slug}/gatherings",
    "/api/v1/communities/{slug}/undertakings",
    "/api/v1/communities/{slug}/agenda",
    "/api/v1/communities/{slug}/proposals",
    "/api/v1/communities/{slug}/fitness-rounds",
    "/api/v1/communities/{slug}/seasons-asked-about",
    "/api/v1/communities/{slug}/related-communities",
    "/api/v1/communities/{slug}/told-to-host",
    "/api/v1/communities/{slug}/launch-issues",
    "/api/v1/communities/{slug}/launch-obstacles",
    "/api/v1/communities/{slug}/launch-terms",
    "/api/v1/communities/{slug}/protocols",
    "/api/v1/communities/{slug}/resources",
    "/api/v1/communities/{slug}/sponsor-requests",
    "/api/v1/communities/{slug}/stories",
    "/api/v1/communities/{slug}/uses",
    "/api/v1/communities/{slug}/lent",
    "/api/v1/search",
}


@pytest.fixture
def document(client: Client) -> dict[str, Any]:
    return client.get("/api/v1/openapi.json").json()


def test_strangers_may_ask_where_the_document_says_so(
    document: dict[str, Any], client: Client, stick: Community
) -> None:
    open_to_all = {address for address, methods in document["paths"].items() if {} in methods["get"]["security"]}
    assert open_to_all == STRANGERS
    for address in document["paths"]:
        answer = client.get(address.format(slug="stick", pk=1), {"q": "leak"})
        assert (answer.status_code == 401) == (address not in STRANGERS), address
    assert set(document["components"]["securitySchemes"]) == {"Bearer", "Session"}


@pytest.mark.parametrize(
    ("address", "query", "status"),
    [
        (LIST, "limit=0", 422),
        (LIST, "after=torn", 422),
        (ONE, "", 404),
        (f"{ONE}/posts", "", 404),
        ("/api/v1/communities/{slug}/people", "", 401),
        ("/api/v1/me", "", 401),
        ("/api/v1/search", "", 422),
    ],
)
def test_problems_are_told(
    document: dict[str, Any], client: Client, stick: Community, address: str, query: str, status: int
) -> None:
    answer = client.get(f"{address.format(slug='stick', pk=1)}?{query}")
    told = document["paths"][address]["get"]["responses"][str(answer.status_code)]["content"]
    assert (answer.status_code, list(told)) == (status, [answer["Content-Type"]])
    shape = document["components"]["schemas"]["Problem"]
    assert set(shape["required"]) <= answer.json().keys() <= set(shape["properties"])


def test_too_many_and_a_token_nobody_knows_are_told(
    document: dict[str, Any], client: Client, stick: Community, settings
) -> None:
    responses = [methods["get"]["responses"] for methods in document["paths"].values()]
    assert all({"200", "401", "429"} <= one.keys() for one in responses)
    here = {"REMOTE_ADDR": "192.0.2.9"}
    assert client.get("/api/v1/communities", headers={"Authorization": "Bearer x"}, **here).status_code == 401
    settings.API_READS_A_MINUTE = 1
    answers = [client.get("/api/v1/communities", **here) for _ in range(2)]
    assert set(answers[1].json()) <= set(document["components"]["schemas"]["Problem"]["properties"])


def test_every_shape_that_is_named_is_there(document: dict[str, Any]) -> None:
    def named(part: Any) -> set[str]:
        if isinstance(part, list):
            return set().union(*map(named, part))
        if not isinstance(part, dict):
            return set()
        return {part["$ref"]} if "$ref" in part else set().union(*map(named, part.values()))

    shapes = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert named(document) <= shapes


def test_kinds_to_search_for_are_named(document: dict[str, Any], client: Client, stick: Community) -> None:
    parameters = document["paths"]["/api/v1/search"]["get"]["parameters"]
    (kinds,) = (one["schema"]["enum"] for one in parameters if one["name"] == "kind")
    assert {"", "community", "person", "question"} < set(kinds)
    assert {client.get("/api/v1/search", {"q": "leak", "kind": kind}).status_code for kind in kinds} == {200}
