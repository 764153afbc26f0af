"""Every page of the house, as stranger, member and steward: by day on a desk, at night in a hand.

Each page is opened, and read whole by axe-core at two widths where it has a part that no page before it had.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page

from tests.furnished import Furnished, furnish
from tests.journeys.conftest import WIDTHS
from tests.pages import routes
from tests.parts import Part, parts_of

# What is true of a page as it stands, in one question; headings are counted where people can meet them.
SHAPE = """() => {
  const all = selector => [...document.querySelectorAll(selector)];
  const levels = all('h1, h2, h3, h4, h5, h6').filter(one => one.checkVisibility()).map(one => +one.tagName[1]);
  const ids = all('[id]').map(one => one.id);
  return {
    headings: levels.filter(level => level === 1).length,
    skipped: levels.filter((level, at) => at > 0 && level > levels[at - 1] + 1).length,
    twice: ids.filter((id, at) => ids.indexOf(id) !== at),
    language: document.documentElement.lang,
    skips: document.querySelector('a.skip')?.getAttribute('href'),
    leads: !!document.querySelector(document.querySelector('a.skip')?.getAttribute('href') ?? 'none'),
    title: document.title,
    main: all('main').length,
  };
}"""
SOUND = {"headings": 1, "skipped": 0, "twice": [], "language": "en", "skips": "#leaf", "leads": True, "main": 1}
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


def opened(house: Furnished, who: str) -> Iterator[tuple[str, str]]:
    """Each page that this one finds, with its address: what is not theirs looks the same everywhere, and comes once."""
    client = Client()
    if (person := house.person(who)) is not None:
        client.force_login(person)
    faces = set()
    for address in dict.fromkeys(pages_of(house, who)):
        answer = client.get(address)
        face = address if answer.status_code == 200 else str(answer.status_code)
        if answer.status_code in (301, 302, 405) or not is_a_page(answer) or face in faces:
            continue
        faces.add(face)
        yield address, answer.text


# What the pages of a steward are made of, in a process: both other walks ask for it.
STEWARDS: set[Part] = set()


def parts_of_steward(house: Furnished) -> set[Part]:
    """What a steward finds, looked at in that walk and in no other."""
    if not STEWARDS:
        STEWARDS.update(*(parts_of(text) for _address, text in opened(house, "steward")))
    return STEWARDS


@pytest.mark.parametrize("who", ["stranger", "member", "steward"])
def test_every_page_is_for_everyone(who: str, page: Page, house: Furnished, walk_in, axe, no_sideways) -> None:
    wrong: list[str] = []
    page.on("console", lambda line: wrong.append(f"{page.url}: {line.text}") if is_wrong(line) else None)
    if (person := house.person(who)) is not None:
        walk_in(page, person)
    met: set[Part] = set() if who == "steward" else set(parts_of_steward(house))
    walked = closely = 0
    for address, text in opened(house, who):
        parts = parts_of(text)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        page.goto(address)
        shape = page.evaluate(SHAPE)
        title = shape.pop("title")
        if shape != SOUND or not title.partition(" · ")[0]:
            wrong.append(f"{address}: {shape} {title}")
        if parts <= met:
            wrong += said_by(lambda window: no_sideways(window, min(WIDTHS)), page)
        else:
            wrong += looked_at(page, axe, no_sideways)
            closely += 1
        met |= parts
        walked += 1
    assert walked > 25
    assert closely > 10 or who == "member"
    assert not wrong, "\n".join(wrong)


def looked_at(page: Page, axe: Callable[[Page], None], no_sideways: Callable[..., None]) -> list[str]:
    """What is wrong with a page: from the widest to the narrowest, read by day on a desk and at night in a hand."""
    wrong = []
    for width in sorted(WIDTHS, reverse=True):
        wrong += said_by(lambda window, width=width: no_sideways(window, width), page)
        if scheme := {1280: "light", 390: "dark"}.get(width):
            page.emulate_media(color_scheme=scheme)
            # As tall as what it holds: what sticks to the foot of a small screen then covers nothing.
            tall = page.evaluate("() => document.scrollingElement.scrollHeight")
            page.set_viewport_size({"width": width, "height": max(tall, 900)})
            wrong += [f"{scheme}, {said}" for said in said_by(axe, page)]
    return wrong


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
