"""A help desk from its first week to an answer that went outside and came to something, and how long answers take."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from commonplace.communities.models import Community, Space
from commonplace.letters.models import Letter
from commonplace.people.models import Person
from commonplace.undertakings.actions import helping
from commonplace.undertakings.forms import desk as forms
from commonplace.undertakings.models import Undertaking

pytestmark = pytest.mark.django_db(transaction=True)
LINE = "What is that hum at the old dairy?"


@pytest.fixture
def stick(stick: Community, settings, live_server, monkeypatch) -> Community:
    """The Listening Stick with undertakings; nobody waits in tests for as long as one writes."""
    settings.BASE_URL = live_server.url
    monkeypatch.setattr(forms, "SOONEST", timedelta(seconds=-5))
    stick.modules = [*stick.modules, "undertakings"]
    stick.save(update_fields=["modules"])
    return stick


def link_to(address: str) -> str:
    """The way from the newest letter to this address to the page that it asks for."""
    return re.search(r"/undertakings/\S+", Letter.objects.filter(to=address).latest("pk").text)[0]


def opens_a_desk(page: Page, look: Callable[[Page], None]) -> str:
    page.goto("/c/stick/undertakings/")
    look(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Begin something").click()
    look(page)
    page.get_by_role("link", name="Begin: Help desk").click()
    page.get_by_label("What is it called?").fill("Which logger, where")
    page.get_by_label("Within how many hours").fill("24")
    look(page)
    page.get_by_role("button", name="Begin", exact=True).click()
    page.get_by_role("heading", name="This week").wait_for()
    desk = page.url.partition("#")[0]
    page.get_by_role("link", name="What is promised, and to whom").click()
    page.get_by_label("Somebody outside may put a question, without an account").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Keep", exact=True).click()
    return desk


def asks_from_outside(page: Page, desk: str, look: Callable[[Page], None]) -> None:
    page.goto(f"{desk}question")
    look(page)
    page.get_by_label("Your question in a line").fill(LINE)
    page.get_by_label("What is around it").fill("It is there at night, and gone by six.")
    page.get_by_label("What shall we call you?").fill("Nour")
    page.get_by_label("Your mail address").fill("nour@example.net")
    page.get_by_role("button", name="Send it").click()
    page.get_by_role("heading", name="Look into your mail").wait_for()
    page.goto(link_to("nour@example.net"))
    page.get_by_role("button", name="Yes, this is my question").click()
    page.get_by_text("A steward reads it next.").wait_for()


def test_a_question_from_outside_is_let_in_answered_and_closed(
    page: Page, phone: Page, without_script: Page, walk_in: Callable[..., None], axe: Callable[[Page], None],
    no_sideways: Callable[..., None], stick: Community, table: Space, rosa: Person, tomasz: Person, leila: Person,
) -> None:  # fmt: skip
    def look(page: Page) -> None:
        axe(page)
        no_sideways(page, page.viewport_size["width"])

    # Rosa opens a desk from the page of what is undertaken; Tomasz carries it with her, and the weeks are shared out.
    walk_in(page, rosa)
    desk = opens_a_desk(page, look)
    walk_in(phone, tomasz)
    phone.goto(desk)
    look(phone)
    phone.get_by_role("button", name="Carry it with them").click()
    phone.get_by_text("You carry it with them now.").wait_for()
    page.goto(f"{desk}weeks/")
    page.get_by_role("button", name="Share the next twelve weeks out").click()
    expect(page.get_by_text("this week")).to_have_count(1)
    look(page)

    # Somebody outside asks, without an account and without script; nobody reads it before a steward lets it in.
    asks_from_outside(without_script, desk, no_sideways)
    phone.goto(desk)
    expect(phone.get_by_text(LINE)).to_have_count(0)
    page.goto(f"{desk}from-outside/")
    look(page)
    page.get_by_role("button", name="Let it in").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(LINE)

    # Tomasz answers on his telephone; Nour reads it in a letter, and says what came of it without signing in.
    phone.goto(desk)
    expect(phone.get_by_text("an answer by")).to_be_visible()
    with phone.expect_navigation():
        phone.get_by_role("link", name=LINE).click()
    look(phone)
    phone.get_by_label("Your answer").fill("That is the night pump. Put a stick to the *third* valve.")
    phone.get_by_role("button", name="Answer", exact=True).click()
    expect(phone.get_by_text("That is the night pump.")).to_be_visible()
    letter = Letter.objects.filter(to="nour@example.net").latest("pk")
    assert "Tomasz Wilk answers your question." in letter.text
    assert "That is the night pump." in letter.text
    without_script.goto(link_to("nour@example.net"))
    no_sideways(without_script, 390)
    without_script.get_by_role("button", name="This helped").click()
    without_script.get_by_text("Thank you. It is closed.").wait_for()
    phone.reload()
    expect(phone.locator("#closing")).to_contain_text("This helped")

    # How long it takes is said of the desk once three have been asked, and of nobody.
    here = Undertaking.objects.select_related("helpdesk", "community", "space").get()
    for number in (1, 2):
        asked = helping.ask(by=leila, undertaking=here, title=f"Which logger, {number}?", text="On plastic.")
        helping.answer(by=tomasz, undertaking=here, asked=asked, text="A hydrophone.")
    page.goto(desk)
    expect(page.get_by_text("3 of 3 were answered by the promised time.")).to_be_visible()
    look(page)
