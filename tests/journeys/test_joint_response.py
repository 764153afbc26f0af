"""A joint response from its draft to what was answered: comments, what stands in the way, names, and another view."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from commonplace.communities.models import Community, Space
from commonplace.letters.models import Letter
from commonplace.people.models import Person
from commonplace.undertakings.models import JointResponse

pytestmark = pytest.mark.django_db(transaction=True)
DRAFT = "The draft asks for one logger a kilometre.\n\nThat is one too few where pipes are old."
BETTER = "The draft asks for one logger a kilometre.\n\nThat is one too few where pipes are of cast iron."


@pytest.fixture
def stick(stick: Community) -> Community:
    stick.modules = [*stick.modules, "undertakings"]
    stick.save(update_fields=["modules"])
    return stick


def begins(page: Page, look: Callable[[Page], None]) -> str:
    page.goto("/c/stick/undertakings/new")
    page.get_by_role("link", name="Begin: Joint response").click()
    page.get_by_label("What is it called?").fill("Loggers in the new rules")
    page.get_by_label("To whom does it go?").fill("The water regulator")
    page.get_by_label("The first draft").fill(DRAFT)
    page.get_by_label("Comments until the end of which day?").fill(f"{timezone.localdate() + timedelta(days=9)}")
    page.get_by_label("Once nothing stands in anyone’s way").check(force=True)
    look(page)
    page.get_by_role("button", name="Begin", exact=True).click()
    page.get_by_role("heading", name="Version 1").wait_for()
    return page.url.partition("#")[0]


def signs(page: Page, response: str, as_whom: str = "") -> None:
    page.goto(response)
    page.get_by_label("As whom, if that matters").fill(as_whom)
    page.get_by_role("button", name="Put my name beneath it").click()
    page.get_by_text("Your name stands beneath it.", exact=True).wait_for()


def test_one_voice_is_found_and_what_some_see_otherwise_goes_along(
    page: Page, phone: Page, dark: Page, without_script: Page, walk_in: Callable[..., None],
    axe: Callable[[Page], None], no_sideways: Callable[..., None], stick: Community, table: Space, ines: Person,
    tomasz: Person, leila: Person, hal: Person,
) -> None:  # fmt: skip
    def look(page: Page) -> None:
        axe(page)
        no_sideways(page, page.viewport_size["width"])

    # Ines begins. Tomasz cannot stand behind a paragraph, Leila signs, Hal sees it otherwise and says so.
    for window, person in ((page, ines), (phone, tomasz), (without_script, hal), (dark, leila)):
        walk_in(window, person)
    response = begins(page, look)
    phone.goto(response)
    look(phone)
    phone.get_by_role("link", name="Comment on paragraph 2").click()
    phone.get_by_label("Your comment").fill("Old says nothing: ours of 1931 are sound.")
    phone.get_by_label("I cannot stand behind it while this is so").check()
    phone.get_by_role("button", name="Say it").click()
    phone.get_by_text("Old says nothing: ours of 1931 are sound.").wait_for()
    signs(dark, response, "for the night crew at Lousã")
    look(dark)
    without_script.goto(response)
    without_script.get_by_role("link", name="Say how you see it otherwise").click()
    without_script.get_by_label("How do you see it?").fill("Two loggers cost a village its winter road.")
    without_script.get_by_role("button", name="Keep it, with my name").click()
    without_script.get_by_text("Two loggers cost a village its winter road.").wait_for()

    # Comments are still taken, so it does not go out; the next version asks Leila, who signed the first, to read it.
    page.goto(f"{response}going-out")
    page.get_by_role("button", name="It goes out").click()
    expect(page.get_by_text("Not yet.")).to_be_visible()
    look(page)
    page.goto(f"{response}change")
    page.get_by_label("What it says").fill(BETTER)
    page.get_by_label("What is another now, in a line").fill("Cast iron, and not old.")
    page.get_by_role("button", name="Keep this version").click()
    page.get_by_role("heading", name="Version 2").wait_for()
    assert "Cast iron, and not old." in Letter.objects.filter(to="leila@example.org").latest("pk").text
    signs(dark, response, "for the night crew at Lousã")
    page.goto(f"{response}texts/2")
    look(page)

    # What stands in Tomasz’s way is gone, the time for comments is over, and it goes out.
    JointResponse.objects.update(comments_until=timezone.now() - timedelta(minutes=1))
    page.goto(f"{response}going-out")
    page.get_by_role("button", name="It goes out").click()
    expect(page.get_by_text("Not yet.")).to_be_visible()
    phone.goto(response)
    phone.get_by_text("1 comment on an earlier version").click()
    with phone.expect_navigation():
        phone.get_by_role("button", name="It stands in my way no more").click()
    page.goto(f"{response}going-out")
    page.get_by_label("How does it go out?").fill("By hand, at the counter in Coimbra")
    page.get_by_role("button", name="It goes out").click()
    page.get_by_text("By hand, at the counter in Coimbra").wait_for()
    without_script.goto(f"{response}as-sent")
    main = without_script.get_by_role("main")
    for words in ("pipes are of cast iron", "for the night crew at Lousã", "a village its winter road"):
        expect(main).to_contain_text(words)
    no_sideways(without_script, 390)

    # What the regulator answered stands beside it, for whoever reads it later.
    page.get_by_role("link", name="Keep what was answered").click()
    page.get_by_label("What did they answer?").fill("They take the *second* logger, from 2028 on.")
    page.get_by_label("On which day?").fill(f"{timezone.localdate()}")
    with page.expect_navigation():
        page.get_by_role("button", name="Keep", exact=True).click()
    phone.goto(response)
    expect(phone.get_by_role("heading", name="What was answered")).to_be_visible()
    expect(phone.get_by_text("They take the second logger, from 2028 on.")).to_be_visible()
    look(phone)
