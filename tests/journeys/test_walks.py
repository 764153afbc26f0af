"""Whole walks: coming in, writing by keyboard alone, writing without script, and a double press."""

from playwright.sync_api import Page, expect

from commonplace.communities.models import Community, Membership
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Conversation, Post, Thanks
from tests.journeys.letters import code_sent

LINE = "Which clamp holds on lead pipe?"


def test_a_stranger_becomes_a_member_and_is_greeted(visit, walk_in, stick, window, ines, hal) -> None:
    Community.objects.update(visibility="public")
    open_conversation(by=hal, space=window, kind="tip", title="Listen at night", text="It is quieter.")
    guest, steward = visit(), visit()
    guest.goto("/")
    guest.get_by_role("link", name="The Listening Stick").first.click()
    guest.get_by_role("link", name="Listen at night").first.click()
    expect(guest.get_by_text("It is quieter.")).to_be_visible()
    guest.goto("/c/stick/join")
    guest.get_by_label("What shall we call you?").fill("Nour Aziz")
    guest.get_by_label("Where do we write to?").fill("nour@example.org")
    guest.get_by_label("What do you care about here").fill("Lead pipe")
    guest.get_by_role("button", name="Ask to join").click()
    guest.get_by_label("The code").fill(code_sent())
    guest.get_by_role("button", name="Go on").click()
    expect(guest.get_by_role("heading", name="Your line is with them")).to_be_visible()

    walk_in(steward, ines)
    steward.goto("/c/stick/requests/")
    steward.get_by_label("Your line to them").fill("Good that you ask. Come in.")
    with steward.expect_navigation():
        steward.get_by_role("button", name="Let them in").click()

    guest.goto("/c/stick/conversations/new")
    guest.get_by_label("In one line").fill(LINE)
    guest.get_by_label("Your words").fill("Two slipped already.")
    guest.get_by_role("button", name="Begin the conversation").last.click()
    expect(guest.get_by_role("heading", name=LINE)).to_be_visible()

    steward.goto("/c/stick/")
    expect(steward.get_by_text(LINE).first).to_be_visible()
    nour = Membership.objects.get(person__name="Nour Aziz")
    steward.goto(f"/c/stick/people/{nour.person_id}/")
    steward.get_by_role("link", name="Say hello").first.click()
    steward.locator("main textarea, main input[type=text]").first.fill("Ask me about clamps.")
    with steward.expect_navigation():
        steward.get_by_role("button", name="Say hello").click()
    guest.goto("/c/stick/")
    expect(guest.get_by_text("Ask me about clamps.").first).to_be_visible()


def in_focus(page: Page) -> dict[str, object]:
    """What has the keyboard, what it is called, and whether one sees that it has."""
    return page.evaluate("""() => {
      const one = document.activeElement, label = one.closest('label') ?? one.labels?.[0];
      // After a page has come anew the keyboard is nowhere yet.
      const words = label?.innerText ?? (one === document.body ? '' : one.innerText) ?? '';
      // A radio or a box may be drawn by the label around it.
      const seen = [one, label, label?.parentElement].filter(Boolean).some((each) => {
        const look = getComputedStyle(each), box = each.getBoundingClientRect();
        const outlined = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0;
        return (outlined || look.boxShadow !== 'none') && box.bottom > 0 && box.top < innerHeight;
      });
      return {words: words.trim(), id: one.id, seen};
    }""")


def tab_to(page: Page, words: str, *, most: int = 60) -> None:
    """Press the tabulator until something of that name has the keyboard; everything on the way must be seen."""
    for _step in range(most):
        page.keyboard.press("Tab")
        focus = in_focus(page)
        if focus["words"] or focus["id"]:
            assert focus["seen"], f"Nobody sees that {focus} has the keyboard."
        if str(focus["words"]).startswith(words):
            return
    raise AssertionError(f"{words!r} is not reached by keyboard on {page.url}")


def test_the_keyboard_alone_does_everything(page, walk_in, stick, table, ines, hal) -> None:
    walk_in(page, hal)
    heard = open_conversation(by=ines, space=table, kind="tip", title="Listen low", text="Kneel.")
    page.goto("/c/stick/conversations/")
    tab_to(page, "Skip to the page", most=1)
    page.keyboard.press("Enter")
    assert in_focus(page)["id"] == "leaf"
    tab_to(page, "Ask, tell or think aloud")
    page.keyboard.press("Enter")
    page.wait_for_url("**/new")
    tab_to(page, "In one line")
    page.keyboard.type(LINE)
    tab_to(page, "Your words")
    page.keyboard.type("Two **slipped** already.")
    tab_to(page, "Look again")
    page.keyboard.press("Enter")
    page.locator("#preview strong", has_text="slipped").wait_for()
    # A browser leads the keyboard to where an address points once the page is there whole, and words are seen before.
    page.wait_for_load_state()
    tab_to(page, "Begin the conversation")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=LINE).wait_for()
    page.goto(f"/c/stick/conversations/{heard.pk}/")
    tab_to(page, "This helped")
    page.keyboard.press("Enter")
    page.locator("[aria-pressed=true]").first.wait_for()
    tab_to(page, "Your reply")
    page.keyboard.type("I kneel already.")
    tab_to(page, "Reply")
    page.keyboard.press("Enter")
    page.get_by_text("I kneel already.").wait_for()
    assert (Post.objects.count(), Thanks.objects.count()) == (3, 1)


def test_writing_changing_and_taking_back_without_script(without_script, walk_in, stick, hal) -> None:
    page = without_script
    walk_in(page, hal)
    page.goto("/c/stick/conversations/new")
    page.get_by_label("Your words").fill("Two slipped already.")
    page.get_by_role("button", name="Begin the conversation").last.click()
    expect(page.get_by_role("heading", name="Not sent yet")).to_be_visible()
    expect(page.get_by_label("Your words")).to_have_value("Two slipped already.")
    page.get_by_label("In one line").fill(LINE)
    page.get_by_role("button", name="Try again").last.click()
    expect(page.get_by_role("heading", name=LINE)).to_be_visible()
    page.locator(".post__more > summary").first.click()
    page.get_by_role("link", name="Change", exact=True).first.click()
    page.get_by_label("The words").fill("Three slipped.")
    page.get_by_role("button", name="Keep the change").last.click()
    expect(page.get_by_text("Three slipped.")).to_be_visible()
    page.locator(".post__more > summary").first.click()
    page.get_by_role("button", name="Take it back").first.click()
    expect(page.get_by_text("Taken back. Nobody can read it any more.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Three slipped.")).to_be_visible()
    assert page.evaluate("() => document.scrollingElement.scrollWidth") <= 390


def test_a_double_press_makes_one_thing(page, walk_in, stick, hal) -> None:
    walk_in(page, hal)
    page.goto("/c/stick/conversations/new")
    page.get_by_label("In one line").fill(LINE)
    page.get_by_label("Your words").fill("Two slipped already.")
    page.get_by_role("button", name="Begin the conversation").last.dblclick()
    page.get_by_role("heading", name=LINE).wait_for()
    assert (Conversation.objects.count(), Post.objects.count()) == (1, 1)
