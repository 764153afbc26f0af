"""A member looks after what is theirs: their page, profile, keys and invitations, on every screen and by lamplight."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

MINE = [
    "me",
    "my_communities",
    "my_signing_in",
    "my_own",
    "my_profile",
    "my_wishes",
    "my_calendars",
    "my_feeds",
    "account_email",
    "mfa_index",
    "mfa_activate_totp",
]


@pytest.mark.parametrize("name", MINE)
def test_own_page_is_readable_for_everyone(page, dark, walk_in, axe, no_sideways, hal, name) -> None:
    for window in (page, dark):
        walk_in(window, hal)
        assert window.goto(reverse(name)).status == 200
        axe(window)
    no_sideways(page)


def test_invitation_is_written_and_its_link_copied(page, walk_in, axe, hal, stick) -> None:
    walk_in(page, hal)
    page.goto(reverse("my_communities"))
    page.get_by_role("link", name="Invite someone").click()
    page.get_by_label("Your own words to them").fill("You have twelve loggers.")
    page.get_by_label("Their name").fill("Amara Oyelaran")
    page.get_by_role("button", name="Open the door").click()
    link = page.get_by_label("The link").input_value()
    assert reverse("invitation", args=["x"])[:-1] in link
    axe(page)


def test_profile_is_kept_without_script(without_script, walk_in, hal) -> None:
    walk_in(without_script, hal)
    without_script.goto(reverse("my_profile"))
    without_script.get_by_label("Ask me about").fill("the stick")
    without_script.get_by_role("button", name="Keep it").click()
    expect(without_script.get_by_text("the stick")).to_be_visible()


def test_a_device_gets_its_password_and_loses_it_without_script(without_script, walk_in, hal, stick) -> None:
    walk_in(without_script, hal)
    without_script.goto(reverse("my_attention"))
    without_script.get_by_role("link", name="Your devices").click()
    without_script.get_by_label("Which device is it for?").fill("My phone")
    without_script.get_by_role("button", name="Make a password").click()
    assert without_script.locator("#made ~ dl code").last.inner_text().count("-") == 5
    without_script.get_by_role("button", name="Revoke My phone").click()
    expect(without_script.get_by_text("None shows your calendar yet.")).to_be_visible()


def test_an_address_for_a_feed_is_made_without_script(without_script, walk_in, hal, stick) -> None:
    walk_in(without_script, hal)
    without_script.goto(reverse("my_feeds"))
    without_script.get_by_label("What should it tell of?").select_option("stick")
    without_script.get_by_role("button", name="Make an address").click()
    expect(without_script.get_by_role("heading", name="Your new address")).to_be_visible()
    without_script.get_by_role("button", name="Revoke The Listening Stick").click()
    expect(without_script.get_by_text("You have made none.")).to_be_visible()
