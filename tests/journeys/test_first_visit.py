"""An invitation is answered on a telephone, with script off: from the letter's link to the first written line."""

from django.urls import reverse
from playwright.sync_api import expect

from commonplace.communities.joining.actions.inviting import invite, proof_for
from commonplace.conversations.models import Conversation

LINE = "How do you place loggers on plastic pipe?"


def test_newcomer_comes_in_and_writes_a_line(without_script, live_server, hal, stick) -> None:
    invited = invite(
        by=hal, community=stick, words="You have twelve loggers.", name="Amara Oyelaran", address="amara@example.com"
    )
    page = without_script
    pages: list[str] = []
    page.on("framenavigated", lambda frame: pages.append(frame.url))
    page.goto(f"{reverse('invitation', args=[invited.token])}?by={proof_for(invited.invitation)}")
    fields = page.locator("main").locator("input:visible, textarea:visible, select:visible")
    assert fields.count() <= 3
    expect(page.get_by_label("What shall we call you?")).to_have_value("Amara Oyelaran")
    page.get_by_label("What do you do?").fill("Leak technician, Lagos")
    page.get_by_label("One line, if you like").fill(LINE)
    page.get_by_role("button", name="Come in").click()
    expect(page.get_by_role("heading", name="Welcome, Amara")).to_be_visible()
    assert len(pages) <= 4
    page.get_by_role("link", name="Go to your line").click()
    expect(page.get_by_role("heading", name=LINE)).to_be_visible()
    assert page.url.endswith(reverse("conversation", args=["stick", Conversation.objects.get().pk]))
    assert page.evaluate("() => document.scrollingElement.scrollWidth") <= 390


def test_first_visit_is_readable_for_everyone(page, dark, axe, no_sideways, hal, stick) -> None:
    invited = invite(
        by=hal, community=stick, words="Come and listen with us. " * 12, name="Anneliese von " + "Streit" * 6
    )
    for window in (page, dark):
        window.goto(reverse("invitation", args=[invited.token]))
        axe(window)
    no_sideways(page)


def test_stranger_asks_to_join_without_script(without_script, stick) -> None:
    page = without_script
    page.goto(reverse("join", args=["stick"]))
    page.get_by_label("What shall we call you?").fill("Amara Oyelaran")
    page.get_by_label("Where do we write to?").fill("amara@example.com")
    page.get_by_label("What do you care about here").fill("Loggers")
    page.get_by_role("button", name="Ask to join").click()
    expect(page.get_by_role("heading", name="Is this address yours?")).to_be_visible()
