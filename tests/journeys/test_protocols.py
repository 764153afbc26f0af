"""Finding a protocol without script, walking its picture by keyboard, and taking each on two sheets to a room."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from commonplace.communities.models import Community, Space
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.protocols.catalogue import protocols
from commonplace.protocols.models import Adaptation, Plan

HOME = "/c/stick/protocols/"
A_SHEET = re.compile(rb"/Type\s*/Page\b(?!s)")


@pytest.fixture
def stick(stick: Community) -> Community:
    stick.modules = [*stick.modules, "gatherings", "protocols"]
    stick.save(update_fields=["modules"])
    return stick


@pytest.mark.parametrize("language", ["en", "pl"])
def test_every_protocol_is_printed_on_two_sheets(
    page: Page, walk_in: Callable[[Page, Person], None], stick: Community, table: Space, hal: Person, language: str
) -> None:
    walk_in(page, hal)
    page.goto(HOME)
    here = page.evaluate("location.origin")
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": here}])
    sheets = {}
    for code in protocols():
        page.goto(f"{HOME}{code}/")
        sheets[code] = len(A_SHEET.findall(page.pdf(prefer_css_page_size=True)))
    assert page.locator("html").get_attribute("lang") == language
    assert {code: n for code, n in sheets.items() if not 1 <= n <= 2} == {}


def test_from_a_need_to_a_gathering_without_script(
    without_script: Page, walk_in: Callable[[Page, Person], None], stick: Community, table: Space, hal: Person
) -> None:
    page = without_script
    walk_in(page, hal)
    page.goto(HOME)
    page.get_by_label("Which of these is true?").select_option(label="I am stuck on something real, this week")
    page.get_by_label("How much time is there?").select_option(label="60 minutes at most")
    page.get_by_label("How many are you?").fill("9")
    page.get_by_role("button", name="Show what fits").click()
    page.locator("#found").get_by_role("link", name="Case clinic", exact=True).click()
    page.get_by_role("link", name="Call people together by it").click()
    page.get_by_label("On which day?").fill((timezone.localdate() + timedelta(days=9)).isoformat())
    page.get_by_label("At what time?").fill("15:00")
    page.get_by_role("button", name="Call people together").click()
    expect(page.get_by_role("heading", name="How the hour goes")).to_be_visible()
    expect(page.locator("ol.order > li")).to_have_count(8)
    assert Plan.objects.get(gathering=Gathering.objects.get()).protocol == "case-clinic"


@pytest.mark.parametrize("width", [390, 1280])
def test_the_picture_is_walked_by_keyboard(
    visit: Callable[..., Page], walk_in: Callable[[Page, Person], None], axe: Callable[[Page], None],
    no_sideways: Callable[[Page], None], stick: Community, table: Space, hal: Person, width: int,
) -> None:  # fmt: skip
    page = visit(width=width, height=844, dark=width == 390)
    walk_in(page, hal)
    page.goto(HOME)
    axe(page)
    no_sideways(page)
    picture = page.locator(".axes:visible")
    expect(picture).to_have_count(1)
    links = picture.get_by_role("link")
    expect(links).to_have_count(len(protocols()))
    first = links.first
    first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('svg') !== null")
    first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/protocols/[a-z-]+/$"))
    axe(page)
    no_sideways(page)


def test_a_community_makes_one_its_own_on_a_phone(
    phone: Page, walk_in: Callable[[Page, Person], None], axe: Callable[[Page], None],
    no_sideways: Callable[[Page], None], stick: Community, table: Space, hal: Person,
) -> None:  # fmt: skip
    walk_in(phone, hal)
    phone.goto(f"{HOME}wise-crowds/")
    with phone.expect_navigation():
        phone.get_by_role("link", name="Make it your own").click()
    axe(phone)
    no_sideways(phone)
    phone.get_by_label("What do you call it?").fill("Ten minutes at the van")
    phone.get_by_label("How many minutes?").nth(2).fill("")
    phone.get_by_role("button", name="Keep", exact=True).last.click()
    expect(phone.get_by_text("Say how many minutes it takes.").first).to_be_visible()
    axe(phone)
    phone.get_by_label("How many minutes?").nth(2).fill("3")
    phone.get_by_role("button", name="Try again").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Ten minutes at the van")
    assert Adaptation.objects.get().as_protocol().minutes == 10
    axe(phone)
