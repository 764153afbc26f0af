"""A page that is kept for many takes nothing in from the one who asked for it first."""

import pytest
from django.core.cache import caches
from django.test import Client

from commonplace.communities.models import Community

pytestmark = pytest.mark.django_db

PAGE = "/c/stick/about"
MARK = "zqpoison.example"
# What some frameworks and web servers take for the host, the address or the scheme of a request.
SAID = {
    "X-Forwarded-Host": MARK,
    "X-Forwarded-Server": MARK,
    "X-Host": MARK,
    "X-Forwarded-Port": "6666",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Prefix": f"/{MARK}",
    "X-Forwarded-For": MARK,
    "Forwarded": f"host={MARK};proto=https",
    "X-Original-URL": f"/{MARK}",
    "X-Rewrite-URL": f"/{MARK}",
    "X-HTTP-Method-Override": "POST",
    "Referer": f"https://{MARK}/",
    "Origin": f"https://{MARK}",
    "User-Agent": f"<script>{MARK}</script>",
    "Accept": f"text/{MARK}",
    "Authorization": f"Bearer {MARK}",
    "Accept-Language": f"{MARK},xx;q=0.5",
}


@pytest.fixture(autouse=True)
def nothing_kept(stick: Community) -> None:
    caches["pages"].clear()


def asked(**said: object) -> tuple[int, bytes, dict[str, str]]:
    answer = Client().get(PAGE, **said)
    return answer.status_code, answer.content, dict(answer.headers)


@pytest.mark.parametrize("header", SAID)
def test_what_the_first_reader_sends_along_reaches_no_other(header: str) -> None:
    """Cache poisoning by a header that is not part of what a page is kept under."""
    first = asked(headers={header: SAID[header]})
    assert MARK.encode() not in first[1]
    assert MARK not in str(first[2])
    status, body, said = asked()
    assert (status, MARK in body.decode() + str(said), b"https://testserver" in body) == (200, False, False)


@pytest.mark.parametrize("cookie", ["theme", "zone", "django_language", "csrftoken", "messages", "table"])
def test_no_cookie_of_the_first_reader_reaches_another(cookie: str) -> None:
    assert MARK.encode() not in asked(headers={"Cookie": f'{cookie}="{MARK}"'})[1]
    assert (asked()[0], MARK.encode() in asked()[1]) == (200, False)


def test_words_in_an_address_are_kept_for_that_address_alone() -> None:
    """And an address that only looks like a file of style is no reason to keep the page of somebody signed in."""
    assert asked(query_params={"utm": MARK})[0] == 200
    assert MARK.encode() not in asked()[1]
    for deceiving in (f"{PAGE}/x.css", f"{PAGE};x.css", f"{PAGE}%2Fx.css", f"{PAGE}%00.css"):
        assert Client().get(deceiving).status_code == 404


@pytest.mark.parametrize("host", [MARK, f"testserver.{MARK}", f"testserver@{MARK}", f"testserver:80@{MARK}", "", "a b"])
def test_another_host_is_refused_and_its_name_kept_nowhere(host: str) -> None:
    refused = asked(headers={"Host": host})
    assert (refused[0], MARK.encode() in refused[1]) == (400, False)
    assert asked()[0] == 200
