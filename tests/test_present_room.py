"""Each page marks in the navigation the room that it belongs to, and one only, at the side and at the foot."""

import re

import pytest
from django.test import Client

from commonplace.communities.navigation import here_in
from tests.furnished import Furnished
from tests.pages import routes

NAVIGATION = re.compile(r'<nav class="(spine|rail)".*?</nav>', re.DOTALL)
MARKED = re.compile(r'aria-current="page"')
# One thing on a page of its own, a file, or a page for programs: no navigation beside it, or none that leads there.
ELSEWHERE = (
    ".well-known/",
    "api/",
    "app.webmanifest",
    "dav/",
    "demo",
    "faces/",
    "feeds/",
    "files/",
    "gatherings/",
    "host/",
    "in/",
    "launch/yours/",
    "link/",
    "live/",
    "mail/provider/",
    "offline/",
    "record/",
    "round/",
    "ui",
    "undertakings/",
    "worker.js",
)


def test_every_address_belongs_to_a_room() -> None:
    """A page made tomorrow says in its room's `offers.py` where it belongs."""
    inside = [one.written for one in routes(without=("^",)) if not one.written.startswith(ELSEWHERE)]
    assert [written for written in inside if not here_in(f"/{written}", is_steward=True)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["member", "steward"])
@pytest.mark.any_database(
    why="it is about the navigation of pages",
    seen=["tests/test_hostile.py::test_no_question_makes_a_page_stumble"],
)
def test_every_page_marks_one_room(client: Client, house: Furnished, who: str) -> None:
    client.force_login(house.person(who))
    wrong, seen = [], 0
    for route in routes():
        if route.written.startswith(ELSEWHERE):
            continue
        known = house.known_to(who)
        for address in route.addresses(known, otherwise={"int": [1], "str": ["x"], "slug": ["x"]}):
            answer = client.get(address)
            if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
                continue
            for found in NAVIGATION.finditer(answer.text):
                seen += 1
                marks = len(MARKED.findall(found[0]))
                wrong += [f"{address}: {marks} in the {found[1]}"] if marks != 1 else []
    assert wrong == []
    assert seen > 40
