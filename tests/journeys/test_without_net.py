"""Without net: what was read last is there for its reader alone, and what one was writing is not lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.http import HttpRequest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Conversation, Draft
from commonplace.people import middleware
from commonplace.people.models import Person
from tests.journeys.conftest import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def talk(table, hal: Person) -> Conversation:
    return open_conversation(by=hal, space=table, kind="question", title="Two peaks?", text="Has anyone seen two?")


@pytest.fixture
def window(browser: Browser, live_server) -> Iterator[BrowserContext]:
    """One device whose browser lets workers in, which the other journeys do without."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": 390, "height": 844}, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def enter(window: BrowserContext, walk_in: Callable[..., None]) -> Callable[[Person], Page]:
    """Lets somebody in, with the worker at work; the page before it came was not seen by it."""

    def opened(person: Person) -> Page:
        page = window.new_page()
        walk_in(page, person)
        page.goto("/")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        return page

    return opened


def kept(page: Page) -> list[str]:
    """The addresses that this device keeps for anyone."""
    return page.evaluate(
        """async () => {
            const found = [];
            for (const name of await caches.keys()) if (name.startsWith("read-"))
                for (const one of await (await caches.open(name)).keys()) found.push(new URL(one.url).pathname);
            return found.sort();
        }"""
    )


def wait_until(page: Page, so: Callable[[list[str]], bool]) -> None:
    """Wait until what is kept is so; Playwright's own waiting takes a promise for a yes."""
    for _again in range(100):
        if so(kept(page)):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"kept in the end: {kept(page)}")


def wait_until_kept(page: Page, path: str) -> None:
    wait_until(page, lambda addresses: path in addresses)


def test_what_was_read_last_is_there_without_net(window, enter, talk, hal) -> None:
    page, path = enter(hal), f"/c/stick/conversations/{talk.pk}/"
    page.goto(path)
    wait_until_kept(page, path)
    window.set_offline(True)
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_text("Two peaks?")
    expect(page.locator("main")).to_contain_text("No connection: this is the page as you read it on")
    # Dressed as ever.
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith("Literata")
    page.goto("/c/stick/cultivate")
    expect(page.get_by_role("heading", level=1)).to_have_text("No connection")
    page.get_by_role("link", name="Two peaks?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Two peaks?")
    window.set_offline(False)
    page.goto(path)
    expect(page.locator("main")).not_to_contain_text("No connection")


def test_it_speaks_polish_to_whoever_reads_polish(window, enter, live_server, talk, hal) -> None:
    window.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": "pl", "url": live_server.url}])
    page, path = enter(hal), f"/c/stick/conversations/{talk.pk}/"
    page.goto(path)
    wait_until_kept(page, path)
    window.set_offline(True)
    page.goto(path)
    expect(page.locator("main")).to_contain_text("Brak połączenia: to strona w takiej postaci")
    page.goto("/c/stick/people/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Brak połączenia")


def test_nothing_of_a_reader_stays_when_they_have_signed_out(
    window, enter, walk_in, talk, hal, leila, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, path = enter(hal), f"/c/stick/conversations/{talk.pk}/"
    page.goto(path)
    wait_until_kept(page, path)
    # A page of theirs that is still on its way when they go, and comes late.
    asked, gone = threading.Event(), threading.Event()
    word_for = middleware._word_for

    def held_up(request: HttpRequest) -> str:
        word = word_for(request)
        if request.path == "/c/stick/about":
            asked.set()
            gone.wait(10)
        return word

    monkeypatch.setattr(middleware, "_word_for", held_up)
    other = window.new_page()
    other.goto("/c/stick/")
    other.evaluate("() => { setTimeout(() => { location.href = '/c/stick/about'; }); }")
    assert asked.wait(10)
    page.goto("/account/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    gone.set()
    expect(other.get_by_role("heading", level=1)).to_have_text("The Listening Stick")
    assert kept(page) == []
    window.set_offline(True)
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_text("No connection")
    expect(page.get_by_role("link", name="Two peaks?")).to_have_count(0)
    window.set_offline(False)
    walk_in(page, leila)
    page.goto("/c/stick/")
    wait_until_kept(page, "/c/stick/")
    assert kept(page) == ["/c/stick/"]


def test_another_reader_finds_nothing_of_the_one_before(window, enter, walk_in, talk, hal, leila) -> None:
    page, path = enter(hal), f"/c/stick/conversations/{talk.pk}/"
    page.goto(path)
    wait_until_kept(page, path)
    # As where a session ended elsewhere and somebody else came in.
    window.clear_cookies()
    walk_in(page, leila)
    page.goto("/c/stick/")
    wait_until_kept(page, "/c/stick/")
    assert kept(page) == ["/c/stick/"]


def test_strangers_and_whoever_does_not_stay_leave_nothing(window, enter, talk, hal, live_server) -> None:
    page = enter(hal)
    page.goto("/c/stick/")
    wait_until_kept(page, "/c/stick/")
    window.clear_cookies()
    page.goto("/")
    wait_until(page, lambda addresses: not addresses)


def test_secrets_and_pages_of_ones_own_are_never_kept(window, enter, talk, hal) -> None:
    page = enter(hal)
    for path in ("/me", "/me/feeds", "/me/tokens", "/c/stick/people/", "/c/stick/conversations/new", "/c/stick/"):
        page.goto(path)
    wait_until_kept(page, "/c/stick/")
    assert set(kept(page)) <= {"/", "/c/stick/"}


def test_what_one_writes_without_net_stands_in_the_form_again(window, enter, stick, table, hal) -> None:
    # A device that is cut off sends nothing after either.
    window.add_init_script("navigator.sendBeacon = () => false")
    page = enter(hal)
    page.goto("/c/stick/")
    wait_until_kept(page, "/c/stick/")
    page.goto("/c/stick/conversations/new")
    window.set_offline(True)
    page.get_by_role("textbox", name="text").or_(page.locator("textarea[name=text]")).first.fill("It sings at two.")
    wait_until_kept(page, "/words/c/stick/conversations/new")
    assert not Draft.objects.exists()
    # The page is lost: put away by a phone, and opened again where there is net.
    page.close(run_before_unload=False)
    window.set_offline(False)
    page = window.new_page()
    page.goto("/c/stick/conversations/new")
    expect(page.locator("textarea[name=text]")).to_have_value("It sings at two.")
    # And now the house keeps it, so that the device need not.
    expect(page.locator("[data-draft-said]").first).to_have_text("Kept as a draft, for you alone.")
    wait_until(page, lambda addresses: not any("/words/" in one for one in addresses))
    assert Draft.objects.get().words["text"] == "It sings at two."
