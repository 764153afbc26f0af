"""Words are never lost or misplaced: Back and other words, two windows at once, and answers that one sees."""

import pytest
from playwright.sync_api import Page, expect

from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Draft, Post

LONG = "It sang, and then it did not, and nobody was there. " * 12
SIZES = pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 900)])
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


@pytest.fixture
def long(hal, rosa, table) -> Conversation:
    """A conversation of thirty posts, each longer than a hand."""
    opened = open_conversation(by=hal, space=table, kind="experience", title="A valve that sings", text=LONG)
    for n in range(30):
        reply(by=(rosa, hal)[n % 2], conversation=opened, text=f"{n}. {LONG}")
    return opened


def in_sight(page: Page, selector: str) -> bool:
    """Whether the beginning of it stands in the window."""
    return page.locator(selector).first.evaluate(
        "one => { const box = one.getBoundingClientRect(); return box.top >= 0 && box.top < innerHeight - 20; }"
    )


def over(one: dict[str, float], other: dict[str, float]) -> bool:
    """Whether two boxes cover each other."""
    across = one["x"] < other["x"] + other["width"] and other["x"] < one["x"] + one["width"]
    return across and one["y"] < other["y"] + other["height"] and other["y"] < one["y"] + one["height"]


@SCRIPT
def test_back_and_other_words_is_another_reply(visit, walk_in, tomasz, long, script: bool) -> None:
    page = visit(script=script)
    walk_in(page, tomasz)
    page.goto(f"/c/stick/conversations/{long.pk}/")
    for words in ("Of the valve uphill", "Of the clamp, which is another thing"):
        page.get_by_label("Your reply").fill(words)
        page.get_by_role("button", name="Reply", exact=True).last.click()
        page.wait_for_url("**from=*")
        expect(page.locator(".post").last).to_contain_text(words)
        page.go_back()
    said = Post.objects.filter(author=tomasz).order_by("number").values_list("source", flat=True)
    assert list(said) == ["Of the valve uphill", "Of the clamp, which is another thing"]


def test_back_and_another_name_is_another_invitation(page, walk_in, hal, stick) -> None:
    walk_in(page, hal)
    page.goto("/c/stick/invitations/")
    links = []
    for name in ("Amara", "Nour"):
        page.get_by_label("Your own words to them").fill(f"Come, {name}.")
        page.get_by_label("Their name").fill(name)
        page.get_by_role("button", name="Open the door").click()
        expect(page.get_by_role("heading", name=f"The door is open for {name}")).to_be_in_viewport()
        links.append(page.get_by_label("The link").input_value())
        page.go_back()
    assert len(set(links)) == 2


def test_two_windows_have_each_their_own_draft(page, walk_in, tomasz, table) -> None:
    walk_in(page, tomasz)
    other = page.context.new_page()
    for window in (page, other):
        window.goto("/c/stick/conversations/new")
    for window, words in ((page, "Of valves"), (other, "Of clamps")):
        window.get_by_label("In one line").fill(words)
        window.get_by_label("Your words").fill(f"{words}, at length")
        expect(window.get_by_text("Kept as a draft, for you alone.")).to_be_visible()
    assert sorted(draft.words["title"] for draft in Draft.objects.all()) == ["Of clamps", "Of valves"]
    other.get_by_role("button", name="Begin the conversation").last.click()
    expect(other.get_by_role("heading", name="Of clamps")).to_be_visible()
    page.goto("/c/stick/conversations/drafts/")
    expect(page.get_by_role("link", name="Of valves")).to_be_visible()
    assert [draft.words["title"] for draft in Draft.objects.all()] == ["Of valves"]


@SIZES
@SCRIPT
def test_the_preview_of_a_reply_is_in_sight(visit, walk_in, tomasz, long, width, height, script) -> None:
    page = visit(width=width, height=height, script=script)
    walk_in(page, tomasz)
    page.goto(f"/c/stick/conversations/{long.pk}/")
    page.get_by_label("Your reply").fill("Of the valve uphill")
    page.get_by_role("button", name="See it first").click()
    page.wait_for_load_state()
    assert in_sight(page, "#reply-shown")
    expect(page.locator("#reply-shown").get_by_text("Of the valve uphill")).to_be_visible()
    # And the same in the composer.
    page.goto("/c/stick/conversations/new")
    page.get_by_label("Your words").fill("Of the valve uphill")
    page.get_by_role("button", name="Look again").click()
    page.wait_for_load_state()
    assert in_sight(page, "#shown")


@SIZES
@SCRIPT
def test_what_one_did_is_answered_in_sight(visit, walk_in, tomasz, long, width, height, script) -> None:
    page = visit(width=width, height=height, script=script)
    walk_in(page, tomasz)
    page.goto(f"/c/stick/conversations/{long.pk}/")
    page.get_by_role("button", name="Follow this").click()
    page.wait_for_url("**#following")
    assert in_sight(page, "#following"), "where one pressed"
    assert in_sight(page, ".toasts"), "what came of it"
    toast, head = (page.locator(one).first.bounding_box() for one in (".toast", "#following h2"))
    assert not over(toast, head), "and the one does not cover the other"
    page.get_by_label("Your reply").fill("Half a thought")
    page.get_by_role("button", name="Keep as a draft").click()
    page.wait_for_url("**#reply")
    assert in_sight(page, "#reply")
    assert in_sight(page, ".toasts")
    expect(page.get_by_label("Your reply")).to_have_value("Half a thought")
