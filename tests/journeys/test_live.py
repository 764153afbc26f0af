"""For you, while it is looked at: what is new comes by itself, and nothing of it to anybody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from commonplace.attention.actions.following import follow
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = 61_000  # milliseconds


@pytest.fixture
def talk(table, hal: Person, leila: Person) -> Conversation:
    talk = open_conversation(by=leila, space=table, kind="question", title="Two peaks?", text="Has anyone?")
    follow(person=leila, conversation=talk)
    return talk


@pytest.fixture
def page(visit: Callable[..., Page], walk_in: Callable[..., None], talk: Conversation, leila: Person) -> Page:
    page = visit()
    page.clock.install()
    walk_in(page, leila)
    page.goto("/for-you")
    expect(page.get_by_text("Nothing is new in what you follow.")).to_be_visible()
    return page


def test_what_is_new_comes_by_itself_with_its_number(page: Page, talk: Conversation, hal: Person) -> None:
    page.clock.run_for(1_000)
    reply(by=hal, conversation=talk, text="I have seen two.")
    page.clock.run_for(MINUTE)
    expect(page.locator("main").get_by_role("link", name="Two peaks?")).not_to_have_count(0)
    expect(page.locator(".spine [data-count='/for-you/count']")).to_have_text("2")


def test_whoever_is_at_work_in_it_is_left_alone(page: Page, talk: Conversation, hal: Person) -> None:
    page.evaluate(
        "document.querySelector('[data-live]').insertAdjacentHTML('beforeend', '<input aria-label=\"mine\">')"
    )
    page.get_by_label("mine").fill("half a wo")
    reply(by=hal, conversation=talk, text="I have seen two.")
    page.clock.run_for(MINUTE)
    page.wait_for_timeout(300)
    expect(page.get_by_label("mine")).to_have_value("half a wo")


def test_where_somebody_else_has_come_in_the_page_begins_anew(
    page: Page, walk_in: Callable[..., None], talk: Conversation, hal: Person
) -> None:
    beside = page.context.new_page()
    page.context.clear_cookies()
    walk_in(beside, hal)
    page.evaluate("window.isOld = true")
    page.clock.run_for(MINUTE)
    page.wait_for_function("() => !window.isOld")
