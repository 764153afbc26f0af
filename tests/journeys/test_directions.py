"""Titles, names and posts in Hebrew and Arabic, beside English: each reads in its own direction, and turns nothing."""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from commonplace.communities.models import Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Post
from commonplace.people.models import Person

NAME = "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd"
TITLE = "\u05d4\u05e9\u05e1\u05ea\u05d5\u05dd WX-12 \u05e9\u05e8"
ARABIC = "\u0627\u0644\u0635\u0645\u0627\u0645 \u064a\u063a\u0646\u064a"
# Where each stretch of words stands, from the left of the window, in pixels.
LEFT = """(element, words) => {
  const range = document.createRange(), walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  for (let node; (node = walker.nextNode());) {
    const at = node.textContent.indexOf(words)
    if (at < 0) continue
    range.setStart(node, at)
    range.setEnd(node, at + words.length)
    return range.getBoundingClientRect().left
  }
}"""
SIDE = "(element) => getComputedStyle(element).direction"


@pytest.mark.parametrize("width", [390, 1280])
def test_each_reads_in_its_own_direction(
    visit: Callable[..., Page], walk_in, axe, stick, hal: Person, rosa: Person, table: Space, width: int
) -> None:
    Person.objects.filter(pk=hal.pk).update(name=NAME)
    hal.refresh_from_db()
    text = f"{ARABIC} first.\n\nAnd then in English.\n\n- {ARABIC}\n- one more"
    talk = open_conversation(by=hal, space=table, kind="question", title=TITLE, text=text)
    page = visit(width=width)
    walk_in(page, rosa)
    page.goto(f"/c/stick/conversations/{talk.pk}/")
    title = page.locator("h1")
    assert title.evaluate(SIDE) == "rtl"
    # Read from the right: the first word stands rightmost, the Latin one between both.
    first, middle, last = (title.evaluate(LEFT, one) for one in TITLE.split(" "))
    assert first > middle > last
    blocks = page.locator(".post .prose > *")
    assert [one.evaluate(SIDE) for one in blocks.all()] == ["rtl", "ltr", "rtl"]
    # All of a list stands beside its marks, on the right.
    one, other = blocks.nth(2).locator("li").all()
    assert (one.evaluate(SIDE), other.evaluate(SIDE)) == ("rtl", "rtl")
    assert other.evaluate(LEFT, "one more") > blocks.nth(1).evaluate(LEFT, "And then") + 100
    # A sentence of ours about somebody whose name reads from the right still reads from the left.
    begun = page.get_by_text("Begun by")
    assert begun.evaluate(SIDE) == "ltr"
    assert begun.evaluate(LEFT, "Begun by") < begun.evaluate(LEFT, NAME)
    axe(page)
    if folder := os.environ.get("COMMONPLACE_LOOK"):
        page.screenshot(path=f"{folder}/directions-{width}.png", full_page=True)
    page.goto("/c/stick/conversations/")
    assert page.locator(".entry__title", has_text="WX-12").evaluate(SIDE) == "rtl"


def test_posts_that_were_set_before_read_so_too(page: Page, walk_in, rosa: Person, hal: Person, table: Space) -> None:
    talk = open_conversation(by=hal, space=table, kind="question", title="Valves", text="Said")
    Post.objects.update(html=f"<p>{ARABIC} first.</p><p>And then.</p>")
    walk_in(page, rosa)
    page.goto(f"/c/stick/conversations/{talk.pk}/")
    arabic, english = page.locator(".post .prose > p").all()
    edges = "(element) => [element.getBoundingClientRect().left, element.getBoundingClientRect().right]"
    left, right = arabic.evaluate(edges)
    # What is read first stands at the right edge, and English begins at the left one.
    assert arabic.evaluate(LEFT, "first.") < arabic.evaluate(LEFT, ARABIC) < right
    assert english.evaluate(LEFT, "And then.") == pytest.approx(left, abs=1)
    assert arabic.evaluate(LEFT, "first.") > left + 100
