"""Whatever the house answers tells browsers what keeps its reader safe, errors and files too.

`tests/test_hostile.py` asks the same of every address; here are kinds of answers that no address alone brings.
"""

from collections.abc import Callable

import pytest
from django.conf import settings as configured
from django.http import HttpResponse
from django.test import Client

from commonplace.communities.models import Community
from commonplace.feeds.actions import make_address
from commonplace.house.tests.test_whole_requests import Visitor, ask, echo, length, scope
from commonplace.house.tests.test_whole_requests import house as door
from commonplace.people.models import Person
from tests.hostile import unguarded

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_database(why="headers are set outside of what asks a database", seen=["tests/test_hostile.py"]),
]

ANSWERS: dict[str, tuple[int, Callable[[Client], HttpResponse]]] = {
    "a page": (200, lambda client: client.get("/communities")),
    "a page of a community, rendered": (200, lambda client: client.get("/c/stick/about")),
    "and kept": (200, lambda client: [client.get("/c/stick/about") for _ in range(2)][1]),
    "a page that a browser has": (
        304,
        lambda client: client.get(
            "/c/stick/about", headers={"If-None-Match": client.get("/c/stick/about").headers["ETag"]}
        ),
    ),
    "the way to sign in": (302, lambda client: client.get("/me")),
    "nothing": (404, lambda client: client.get("/no/such/page")),
    "a form without its token": (403, lambda client: client.post("/account/login/", {"login": "x"})),
    "a method that is none": (405, lambda client: client.post("/api/v1/communities")),
    "another host": (400, lambda client: client.get("/c/stick/about", headers={"Host": "elsewhere.example"})),
    "a style sheet": (200, lambda client: client.get("/static/ui/css/tokens.css")),
    "a script": (200, lambda client: client.get("/static/ui/js/house.js")),
    "the worker of the app": (200, lambda client: client.get("/worker.js")),
    "the API": (200, lambda client: client.get("/api/v1/communities")),
    "its document": (200, lambda client: client.get("/api/v1/openapi.json")),
    "a refusal of it": (401, lambda client: client.get("/api/v1/me")),
    "what fits nothing there": (422, lambda client: client.get("/api/v1/communities?limit=0")),
    "what is not there": (404, lambda client: client.get("/api/v1/none")),
    "too much for it": (413, lambda client: client.generic("GET", "/api/v1/communities", b"x" * 4_000_000)),
    "a feed": (200, lambda client: client.get("/c/stick/feeds/conversations.atom")),
    "a door of calendars": (401, lambda client: client.generic("PROPFIND", "/dav/")),
}  # fmt: skip


@pytest.fixture
def public(stick: Community) -> Community:
    Community.objects.filter(pk=stick.pk).update(visibility="public")
    return stick


@pytest.mark.parametrize("what", ANSWERS)
def test_each_kind_of_answer_is_guarded(public: Community, what: str) -> None:
    status, asked = ANSWERS[what]
    answer = asked(Client(enforce_csrf_checks=True))
    answer.close()  # a file is open until then
    assert (answer.status_code, unguarded(answer)) == (status, [])


def test_what_no_page_is_asked_about_is_guarded() -> None:
    start = ask(door(echo), Visitor(b"x"), scope(length(4 << 30))).heard[0]
    told = {name.decode(): value.decode() for name, value in start["headers"]}
    assert (start["status"], unguarded(HttpResponse(headers=told))) == (413, [])


def test_a_page_that_stumbled_is_guarded(stick: Community, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("commonplace.web.guest_pages._state", stumble)
    answer = Client(raise_request_exception=False).get("/c/stick/about")
    assert (answer.status_code, unguarded(answer)) == (500, [])


def test_nothing_is_lent_to_pages_of_other_houses_but_what_anyone_may_read(public: Community, hal: Person) -> None:
    _address, secret = make_address(person=hal, community=public)
    lent = Client().get("/c/stick/feeds/conversations.atom")
    own = Client().get(f"/feeds/{secret}/conversations.atom")
    said = [one.headers.get("Access-Control-Allow-Origin") for one in (lent, own)]
    assert (own.status_code, said) == (200, ["*", None])


def test_no_page_of_the_house_runs_or_takes_style_from_what_people_wrote() -> None:
    policy = configured.SECURE_CSP
    assert policy["default-src"] == ["'self'"]
    assert not any("unsafe" in word or word == "*" for words in policy.values() for word in words)
