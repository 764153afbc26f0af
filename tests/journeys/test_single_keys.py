"""Single keys lead through the pages, for whoever switched them on, and never while one writes."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from commonplace.communities.models import Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


def test_keys_lead_on_and_back_and_never_while_writing(
    visit: Callable[..., Page], walk_in: Callable[..., None], hal: Person, leila: Person, table: Space
) -> None:
    begun = open_conversation(by=hal, space=table, kind="tip", title="A wet finger", text="It finds a draught.")
    reply(by=leila, conversation=begun, text="It does.")
    page = visit()
    walk_in(page, hal)
    there = reverse("conversation", args=["stick", begun.pk])
    page.goto(there)
    page.keyboard.press("r")
    expect(page.locator("#reply textarea")).not_to_be_focused()
    page.goto(reverse("my_wishes"))
    page.get_by_label("Single keys lead through the pages").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Keep it").click()
    page.goto(there)
    for key, post in (("j", "p1"), ("j", "p2"), ("j", "p2"), ("k", "p1")):
        page.keyboard.press(key)
        expect(page.locator(f"#{post}")).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.keyboard.type("j/k?r")
    expect(page.locator("#reply textarea")).to_be_focused()
    expect(page.locator("#reply textarea")).to_have_value("j/k?r")
    page.evaluate("document.activeElement.blur()")
    page.goto(reverse("conversations", args=["stick"]))
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="A wet finger")).to_be_focused()
    page.keyboard.press("/")
    page.wait_for_url(f"**{reverse('search')}")
