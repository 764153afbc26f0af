"""A browser is told that something waits: the worker says so in the reader's language, without a word of what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from commonplace.people.models import Person
from tests.journeys.conftest import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)
SAID = """async () => {
    const shown = await (await navigator.serviceWorker.ready).getNotifications();
    return shown.map((one) => [one.title, one.body, one.lang, one.tag]);
}"""


@pytest.fixture
def window(browser: Browser, live_server) -> Iterator[BrowserContext]:
    """A device whose browser lets workers in and allows notices."""
    context = browser.new_context(base_url=live_server.url, locale="pl-PL", permissions=["notifications"])
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def push(page: Page, origin: str) -> None:
    """As whoever made the browser hands a push on."""
    session = page.context.new_cdp_session(page)
    known: list[dict[str, Any]] = []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda told: known.extend(told["registrations"]))
    session.send("ServiceWorker.enable")
    for _look in range(PATIENCE // 100):
        if any(not one["isDeleted"] for one in known):
            break
        page.wait_for_timeout(100)
    key = next(one["registrationId"] for one in known if not one["isDeleted"])
    session.send("ServiceWorker.deliverPushMessage", {"origin": origin, "registrationId": key, "data": "waits"})


def test_it_is_said_once_in_ones_language(
    window: BrowserContext, walk_in: Callable[..., None], hal: Person, live_server
) -> None:
    page = window.new_page()
    walk_in(page, hal)
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.goto("/for-you")
    for _ in range(2):
        push(page, live_server.url)
    page.wait_for_function(f"async () => (await ({SAID})()).length > 0")
    assert page.evaluate(SAID) == [["Commonplace", "Coś na ciebie czeka.", "pl", "waits"]]
