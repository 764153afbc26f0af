"""A long conversation: keys go over the borders of pages, a day leads to its post, a reply stands at the end."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from commonplace.attention.actions.reading import mark_read
from commonplace.communities.models import Space
from commonplace.conversations.actions.importing import Arrival, import_posts
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
BEGAN = datetime(2024, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def long(table: Space, hal: Person, tomasz: Person) -> Conversation:
    opened = open_conversation(by=hal, space=table, kind="discussion", title="A long one", text="Begin.", at=BEGAN)
    said = [
        Arrival(author=tomasz, at=BEGAN + timedelta(days=n), source=f"Line {n + 1}", into=opened) for n in range(1, 120)
    ]
    import_posts(space=table, arrivals=said, origin="test")
    return opened


def test_keys_go_over_the_borders_of_pages(
    live_server: Any, visit: Callable[..., Page], walk_in: Callable[..., None], leila: Person, long: Conversation
) -> None:
    Person.objects.filter(pk=leila.pk).update(uses_keys=True)
    page = visit()
    walk_in(page, leila)
    page.context.add_cookies([{"name": "keys", "value": "yes", "url": live_server.url}])
    here = reverse("conversation", args=["stick", long.pk])
    page.goto(f"{here}#p50")
    expect(page.locator("#p50")).to_be_focused()
    page.keyboard.press("j")
    page.wait_for_url(f"**{here}?from=51#p51")
    expect(page.locator("#p51")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("#p52")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("k")
    page.wait_for_url(f"**{here}#p50")
    expect(page.locator("#p50")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("#p49")).to_be_focused()
    page.keyboard.press("r")
    page.wait_for_url(f"**{here}?from=120#id_text")
    expect(page.locator("#reply textarea")).to_be_focused()
    page.keyboard.type("jk")
    expect(page.locator("#reply textarea")).to_have_value("jk")


def test_without_script_one_goes_to_a_day_and_to_the_reply(
    visit: Callable[..., Page], walk_in: Callable[..., None], leila: Person, long: Conversation
) -> None:
    page = visit(width=390, height=844, script=False)
    walk_in(page, leila)
    here = reverse("conversation", args=["stick", long.pk])
    page.goto(here)
    expect(page.get_by_text("Posts 1 to 50 of 120")).to_have_count(2)
    page.get_by_text("To a day").click()
    page.get_by_label("The day").fill("2024-05-01")
    page.get_by_role("button", name="Go there").click()
    page.wait_for_url(f"**{here}?from=62#p62")
    expect(page.locator("#p62")).to_be_in_viewport()
    page.goto(here)
    page.get_by_role("link", name="Reply at the end").click()
    expect(page.locator("#reply textarea")).to_be_focused()
    expect(page.locator("#reply textarea")).to_be_in_viewport()
    page.keyboard.type("Here I am.")
    page.get_by_role("button", name="Reply", exact=True).click()
    page.wait_for_url(f"**{here}?from=121#p121")
    expect(page.locator("#p121")).to_contain_text("Here I am.")


def test_the_list_leads_to_the_line_in_sight(
    visit: Callable[..., Page],
    walk_in: Callable[..., None],
    axe: Callable[[Page], None],
    no_sideways: Callable[[Page], None],
    leila: Person,
    long: Conversation,
) -> None:
    mark_read(person=leila, conversation=long, number=80, at=BEGAN)
    page = visit(width=390, height=844)
    walk_in(page, leila)
    page.goto(reverse("conversations", args=["stick"]))
    page.get_by_role("link", name="40 new").click()
    for _ in range(2):
        expect(page.get_by_text("New since you were here")).to_be_in_viewport()
        expect(page.locator("#p81")).to_be_in_viewport()
        page.reload()
    axe(page)
    no_sideways(page)
