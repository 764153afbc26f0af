"""A steward moves what lies ahead in the season: by mouse, by keyboard, without script; nothing happens unasked."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from commonplace.communities.models import Community
from commonplace.gatherings.actions.answering import answer
from commonplace.gatherings.actions.attending import confirm_attendance
from commonplace.gatherings.actions.convening import convene
from commonplace.gatherings.models import Gathering
from commonplace.gatherings.tests.conftest import plan

SEASON = reverse("season", args=["stick"])


@pytest.fixture
def clinic(stick, table, hal, tomasz) -> Gathering:
    """Three weeks of clinics, and one in the next month, to which Tomasz comes."""
    Community.objects.filter(pk=stick.pk).update(modules=[*stick.modules, "gatherings"])
    stick.refresh_from_db()
    today = timezone.now().replace(hour=15, minute=0, second=0, microsecond=0, tzinfo=None)
    for weeks in (3, 2, 1):
        held = convene(by=hal, space=table, plan=plan(wall=today - timedelta(weeks=weeks), zone="UTC"))
        confirm_attendance(by=hal, gathering=held, came={hal.pk: "here", tomasz.pk: "here"}, at=held.ends_at)
    # The middle of a month leaves room on every side.
    ahead = (today.replace(day=1) + timedelta(days=45)).replace(day=14)
    made = convene(by=hal, space=table, plan=plan(title="The valve uphill", wall=ahead, zone="UTC"))
    answer(gathering=made, person=tomasz, says="yes")
    return made


def asked_for(page: Page) -> date:
    """The day on which the page that asks would put it."""
    page.wait_for_url(re.compile(r"/season/\d+\?on="))
    expect(page.locator("main")).to_contain_text("1 person who comes, might, or waits for a seat has a letter")
    return date.fromisoformat(page.get_by_label("To which day?").input_value())


def test_it_is_moved_by_the_arrow_keys(page, walk_in, axe, ines, clinic: Gathering) -> None:
    walk_in(page, ines)
    page.goto(SEASON)
    axe(page)
    page.get_by_role("link", name=re.compile("The valve uphill")).first.focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    expect(page.get_by_role("status").filter(has_text="Press Enter")).to_be_visible()
    page.keyboard.press("Enter")
    day = clinic.wall_on + timedelta(days=8)
    assert asked_for(page) == day
    clinic.refresh_from_db()
    assert clinic.wall_on == day - timedelta(days=8)
    axe(page)
    page.get_by_role("button", name="Move it, and tell them").click()
    expect(page.get_by_text("It is moved.")).to_be_visible()
    clinic.refresh_from_db()
    assert clinic.wall_on == day


def test_escape_puts_it_back(page, walk_in, ines, clinic: Gathering) -> None:
    walk_in(page, ines)
    page.goto(SEASON)
    beat = page.get_by_role("link", name=re.compile("The valve uphill")).first
    dot = beat.locator("circle").last
    before = dot.get_attribute("cx")
    beat.focus()
    page.keyboard.press("ArrowRight")
    assert dot.get_attribute("cx") != before
    page.keyboard.press("Escape")
    assert dot.get_attribute("cx") == before


@pytest.mark.parametrize("width", [1280, 390])
def test_it_is_moved_by_dragging(visit, walk_in, ines, clinic: Gathering, no_sideways, width: int) -> None:
    page = visit(width=width)
    walk_in(page, ines)
    page.goto(SEASON)
    no_sideways(page)
    picture = page.locator("[data-season]")
    picture.scroll_into_view_if_needed()
    beat = page.get_by_role("link", name=re.compile("The valve uphill")).first.locator("circle").last
    box, whole = beat.bounding_box(), picture.bounding_box()
    assert box is not None
    assert whole is not None
    column = float(picture.get_attribute("data-column") or 0) * whole["width"] / 100
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 2 * column, y, steps=4)
    page.mouse.move(x + 4 * column, y, steps=4)
    page.mouse.up()
    assert asked_for(page) == clinic.wall_on + timedelta(days=4)
    clinic.refresh_from_db()
    assert clinic.wall_on.day == 14


def test_it_is_moved_without_script(without_script, walk_in, ines, clinic: Gathering) -> None:
    phone = without_script
    walk_in(phone, ines)
    phone.goto(SEASON)
    phone.get_by_text("Read as a table").click()
    with phone.expect_navigation():
        phone.get_by_role("link", name=re.compile("^Move ?:")).first.click()
    day = clinic.wall_on + timedelta(days=3)
    phone.get_by_label("To which day?").fill(day.isoformat())
    phone.get_by_role("button", name="Move it, and tell them").click()
    expect(phone.get_by_text("It is moved.")).to_be_visible()
    clinic.refresh_from_db()
    assert clinic.wall_on == day
