"""Something is flagged, held and appealed; the charter gets new words: on a phone without script, and by keyboard."""

from django.urls import reverse
from playwright.sync_api import expect

from commonplace.communities.charter.actions import revise_charter
from commonplace.conversations.actions.opening import open_conversation


def test_flag_hold_and_appeal_without_script(without_script, walk_in, hal, tomasz, rosa, stick, table) -> None:
    phone = without_script
    talk = open_conversation(by=hal, space=table, kind="question", title="Where is the seal?", text="At Mrs Lind's.")
    here = reverse("conversation", args=["stick", talk.pk])
    walk_in(phone, tomasz)
    phone.goto(here)
    phone.get_by_role("link", name="Ask a steward to look at it").click()
    phone.get_by_label("What should a steward know?").fill("It names a customer.")
    with phone.expect_navigation():
        phone.get_by_role("button", name="Ask them to look").click()
    walk_in(phone, rosa)
    phone.goto(reverse("moderation", args=["stick"]))
    expect(phone.get_by_text("It names a customer.")).to_be_visible()
    phone.get_by_role("link", name="Hold it back").click()
    phone.get_by_label("Why?").fill("A customer is named.")
    with phone.expect_navigation():
        phone.get_by_role("button", name="Hold it back").click()
    walk_in(phone, tomasz)
    assert phone.goto(here).status == 404
    walk_in(phone, hal)
    phone.goto(here)
    phone.get_by_role("link", name="Ask for a second look").click()
    phone.get_by_label("why should it be looked at again").fill("She asked me to.")
    phone.get_by_role("button", name="Ask for a second look").click()
    expect(phone.get_by_text("She asked me to.")).to_be_visible()


def test_charter_gets_new_words_by_keyboard(page, walk_in, axe, ines, stick) -> None:
    revise_charter(by=ines, community=stick, words={"domain": "Water we lose."}, summary="First words")
    walk_in(page, ines)
    page.goto(reverse("charter_section", args=["stick", "domain"]))
    page.get_by_label("In our words").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Water we find.")
    page.keyboard.press("Tab")  # to "How to write"
    page.keyboard.press("Tab")
    page.keyboard.type("What we find, not what we lose")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Compare revision 2 with the one before").click()
    expect(page.locator("ins").filter(has_text="find")).to_have_count(1)
    axe(page)
