"""Every page of the house, as stranger, member and steward: by day on a desk, at night in a hand."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page

from commonplace.people.models import Person
from tests.furnished import Furnished, furnish
from tests.pages import routes

# What is true of a page as it stands, in one question; headings are counted where people can meet them.
SHAPE = """() => ({
  headings: [...document.querySelectorAll('h1')].filter(one => one.checkVisibility()).length,
  language: document.documentElement.lang,
  skips: document.querySelector('a.skip')?.getAttribute('href'),
  leads: !!document.querySelector(document.querySelector('a.skip')?.getAttribute('href') ?? 'none'),
  title: document.title,
  main: document.querySelectorAll('main').length,
})"""
SOUND = {"headings": 1, "language": "en", "skips": "#leaf", "leads": True, "main": 1}
# Leading out would end the walk; allauth's own addresses of keys and of a provider ask for what nobody here has.
NOT_WALKED = ("^", "logout", "webauthn/keys", "api/")


@pytest.fixture
def house(transactional_db: None, tmp_path: Path) -> Furnished:
    return furnish(tmp_path)


def pages_of(house: Furnished, who: str) -> Iterator[str]:
    """The addresses that lead to a page of its own for this one; each is asked once without a browser before."""
    known = house.known_to(who)
    for route in routes(without=NOT_WALKED):
        yield from route.addresses(known)
    yield from ["/api/v1/docs", "/no-such-page", *house.also]


def is_a_page(answer: Any) -> bool:
    """Whether a browser would show it as a page: not a file, not a part of one, not an answer for programs."""
    return answer.headers["Content-Type"].startswith("text/html") and b"<html" in answer.content


def is_open_to(address: str, person: Person | None) -> bool:
    """Whether this one finds a page of its own there."""
    client = Client()
    if person is not None:
        client.force_login(person)
    answer = client.get(address)
    return answer.status_code == 200 and is_a_page(answer)


@pytest.mark.parametrize("who", ["stranger", "member", "steward"])
def test_every_page_is_for_everyone(who: str, page: Page, house: Furnished, walk_in, axe, no_sideways) -> None:
    person = house.person(who)
    wrong: list[str] = []
    page.on("console", lambda line: wrong.append(f"{page.url}: {line.text}") if is_wrong(line) else None)
    if person is not None:
        walk_in(page, person)
    client = Client()
    if person is not None:
        client.force_login(person)
    faces: set[str] = set()
    for address in dict.fromkeys(pages_of(house, who)):
        answer = client.get(address)
        # What is not theirs to see looks the same everywhere, and so does what asks who they are.
        face = address if answer.status_code == 200 else str(answer.status_code)
        if answer.status_code in (301, 302, 405) or not is_a_page(answer) or face in faces:
            continue
        faces.add(face)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        page.goto(address)
        shape = page.evaluate(SHAPE)
        title = shape.pop("title")
        if shape != SOUND or not title.partition(" · ")[0]:
            wrong.append(f"{address}: {shape} {title}")
        # A steward finds on these pages all that a member finds, and more.
        looks_closely = who != "member" or not is_open_to(address, house.steward)
        wrong += said_by(no_sideways, page)
        for width, scheme in ((1280, "light"), (390, "dark")) if looks_closely else ():
            page.emulate_media(color_scheme=scheme)
            # As tall as what it holds: what sticks to the foot of a small screen then covers nothing.
            page.set_viewport_size({"width": width, "height": 900})
            tall = page.evaluate("() => document.scrollingElement.scrollHeight")
            page.set_viewport_size({"width": width, "height": max(tall, 900)})
            wrong += [f"{scheme}, {said}" for said in said_by(axe, page)]
    assert len(faces) > 25
    assert not wrong, "\n".join(wrong)


def said_by(look: Callable[[Page], None], page: Page) -> list[str]:
    """What a fixture that looks at a page found there; all is told at the end, not the first alone."""
    try:
        look(page)
    except AssertionError as error:
        return [str(error)]
    return []


def is_wrong(line: Any) -> bool:
    """A page that is refused says so in the console too, and so does the browser of a test, which takes no worker in
    (test_without_net.py has one that does); that is no stumble.
    """
    expected = ("the server responded with a status of 4", "Service Worker registration blocked by Playwright")
    return line.type in ("error", "warning") and not any(one in line.text for one in expected)
