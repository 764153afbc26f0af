"""Journeys: people walking through the house in Debian's Chromium, against a live server and a database in a file.

A page that asks another host for anything, or stumbles, in script, style or on the server, fails its journey.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, Playwright, Request, expect, sync_playwright

HERE = Path(__file__).parent
AXE = (HERE / "axe.min.js").read_text()
WIDTHS = (320, 390, 768, 1024, 1280)
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
# Milliseconds that something may take to appear, on a machine that does much else; what is there is not waited for.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)
# No name of another machine is known to it.
AT_HOME = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Lets journeys open sockets, on this machine only."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "::1", "localhost"]))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Puts SQLite's test database into a file: a browser asks several things at once, and memory has one connection."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("journeys") / "journeys.sqlite3")


def chromium_in(playwright: Playwright) -> Browser:
    """Debian's Chromium, or another that is installed; as root it runs only without its sandbox."""
    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    assert found, f"Install Chromium first; looked for {', '.join(CHROMIUMS)}."
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=found, args=[AT_HOME, *as_root])


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all journeys."""
    # Playwright keeps an event loop in this thread, and Django then takes every query for one made inside of it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = chromium_in(playwright)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def house_url(live_server) -> str:
    """Where the house stands; a journey through a house in another process says so itself."""
    return live_server.url


@pytest.fixture
def inside(house_url: str) -> list[str]:
    """What addresses begin with that a page may ask for; a test may add another server of its own."""
    return [house_url, "data:", "blob:"]


@pytest.fixture
def troubles() -> list[str]:
    """What went wrong in any window of a journey, told at its end."""
    return []


@pytest.fixture
def visit(browser: Browser, house_url: str, inside: list[str], troubles: list[str]) -> Iterator[Callable[..., Page]]:
    """Opens a window of its own: `visit(width=390, dark=True, script=False)`. Each one is a different visitor."""
    contexts = []

    def stays_inside(request: Request) -> None:
        if not request.url.startswith(tuple(inside)):
            troubles.append(f"asked another host: {request.url}")

    def open_window(*, width: int = 1280, height: int = 900, dark: bool = False, script: bool = True) -> Page:
        context = browser.new_context(
            base_url=house_url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=script,
            locale="en-GB",
            timezone_id="Europe/Lisbon",
            service_workers="block",
        )
        context.set_default_timeout(PATIENCE)
        # Heard of, not held up: with a route that asks us first, the browser keeps no style, script or font.
        context.on("request", stays_inside)
        context.on("weberror", lambda error: troubles.append(f"stumbled: {error.error}"))
        context.on(
            "response",
            lambda answer: troubles.append(f"{answer.status}: {answer.url}") if answer.status >= 500 else None,
        )
        context.on(
            "console",
            lambda line: troubles.append(line.text) if "Content Security Policy" in line.text else None,
        )
        contexts.append(context)
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()
    assert not troubles, "\n".join(troubles)


@pytest.fixture
def page(visit: Callable[..., Page]) -> Page:
    """A window on a desk, 1280 pixels wide."""
    return visit()


@pytest.fixture
def phone(visit: Callable[..., Page]) -> Page:
    """A window in a hand, 390 pixels wide."""
    return visit(width=390, height=844)


@pytest.fixture
def dark(visit: Callable[..., Page]) -> Page:
    """A window on a desk at night."""
    return visit(dark=True)


@pytest.fixture
def without_script(visit: Callable[..., Page]) -> Page:
    """A window in a hand, with script switched off."""
    return visit(width=390, height=844, script=False)


@pytest.fixture
def walk_in(house_url: str) -> Callable[[Page, object], None]:
    """Signs a person in without the door: `walk_in(page, hal)`."""

    def sign_in(page: Page, person: object) -> None:
        client = Client()
        client.force_login(person)  # type: ignore[arg-type]
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": house_url}])

    return sign_in


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Looks at a page with axe-core, in all its rules, and fails with what it found: `axe(page)`.

    It fetches no sheets to read them by itself: it would write each that another names into the page, which our
    Content-Security-Policy forbids. Its one rule for that is about turned pages; `ui/tests/test_classes.py` holds it.
    """

    def look(page: Page) -> None:
        # Evaluated, not added as a script: our Content-Security-Policy would rightly refuse that.
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(AXE)
        found = page.evaluate(
            "() => axe.run(document, {resultTypes: ['violations'], preload: false}).then(result => result.violations)"
        )
        said = [f"{rule['id']}: {rule['help']}: {spot['html']}" for rule in found for spot in rule["nodes"]]
        assert not said, "\n".join([f"axe-core at {page.url}:", *said])

    return look


@pytest.fixture
def no_sideways() -> Callable[..., None]:
    """Fails when a page scrolls sideways at any of the widths people have: `no_sideways(page)`, or at those named."""

    def look(page: Page, *widths: int) -> None:
        before = page.viewport_size
        too_wide = []
        for width in widths or WIDTHS:
            if page.viewport_size != {"width": width, "height": 900}:
                page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("() => document.scrollingElement.scrollWidth > window.innerWidth"):
                too_wide.append((width, page.evaluate(WIDEST)))
        if before and not widths:
            page.set_viewport_size(before)
        assert not too_wide, f"{page.url} scrolls sideways: {too_wide}"

    return look


# The opening tag of what reaches furthest to the right.
WIDEST = """() => {
  const reach = element => element.getBoundingClientRect().right;
  const furthest = [...document.body.querySelectorAll('*')].reduce((a, b) => (reach(b) > reach(a) ? b : a));
  return furthest.cloneNode(false).outerHTML;
}"""
