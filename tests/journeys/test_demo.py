"""Somebody who has never been here walks in as each of the cast, looks around, and walks out."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from commonplace.demo import sowing
from commonplace.demo.cast import CAST


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
