"""Somebody who has never been here walks in as each of the cast, looks around, and walks out."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from commonplace.demo import sowing
from commonplace.demo.cast import CAST
from commonplace.repertoire.models import Told, Use


@pytest.fixture
def demo(settings, transactional_db):
    """The whole story, in a house that allows its demo."""
    settings.DEMO = True
    return sowing.sow(now=timezone.now())


def walk_in_as(window, name):
    window.goto("/")
    window.get_by_role("button", name=f"Walk in as {name}").click()
    expect(window.get_by_role("complementary", name="The demo").get_by_text(name)).to_have_count(1)


def test_the_demo_is_walked_through_by_every_pair_of_eyes(demo, page, dark, phone, axe, no_sideways):
    names = {part.key: sowing.Sowing.objects.get(key=part.key).person.get_short_name() for part in CAST}
    for window in (page, dark):
        window.goto("/")
        axe(window)
    for name in names.values():
        walk_in_as(page, name)
        for address in ("/", "/c/listening-stick/", "/for-you"):
            assert page.goto(address).status == 200
            axe(page)
            no_sideways(page)
        page.get_by_role("button", name="Walk out").click()
        expect(page.get_by_role("button", name="Walk out")).to_have_count(0)
    walk_in_as(dark, names["ines"])
    for address in ("/c/listening-stick/", "/c/lone-shift/", "/demo"):
        assert dark.goto(address).status == 200
        axe(dark)

    # On a phone: whoever reads what is new finds it no more, and lets somebody in.
    walk_in_as(phone, names["ines"])
    phone.goto("/c/listening-stick/")
    with phone.expect_navigation():
        phone.get_by_role("link", name="A district whose night flow falls when the pressure goes up").click()
    assert "?from=" in phone.url
    phone.goto("/c/listening-stick/")
    expect(phone.get_by_role("link", name="A district whose night flow falls")).to_have_count(0)
    phone.get_by_role("link", name="Odile Kermarrec asks to come in").first.click()
    expect(phone.locator("main")).to_contain_text("Our farms share one pipe")

    a_newcomer_uses_a_template(page, names["amara"])


def a_newcomer_uses_a_template(window, name):
    """Finds it by what is in the room, reads it, and tells what happened, for those who come after."""
    walk_in_as(window, name)
    window.goto("/c/listening-stick/")
    window.get_by_role("link", name="Repertoire").first.click()
    window.get_by_role("link", name="Templates").click()
    window.get_by_role("link", name="Gloves-on valve card").click()
    window.get_by_role("link", name="I used this. What happened…").click()
    window.get_by_text("It helped", exact=True).click()
    window.get_by_label("Tell it").fill("We were two, and it kept us from turning the wrong spindle.")
    window.get_by_label("Where was that?").fill("Thirty taps on a hill")
    window.get_by_text("To the community, under my name", exact=True).click()
    window.get_by_role("button", name="Tell it").click()
    expect(window.locator("#uses")).to_contain_text("the wrong spindle")
    expect(window.locator("#uses")).to_contain_text(name)
    assert Use.objects.get(text__contains="the wrong spindle").told == Told.MEMBERS
    window.get_by_role("button", name="Walk out").click()
