"""Writing more than words: pictures pasted and dropped, buttons for whoever knows no Markdown; and without script."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from commonplace.communities.models import Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Conversation, Post, Upload
from commonplace.files.tests import samples
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)

NEW = "/c/stick/conversations/new"
PNG = base64.b64encode(samples.picture(size=(600, 300))).decode()
# What a browser does when somebody pastes or drops a file; Chromium lets a page make such an event for itself.
GIVE = """(area, [kind, data, name, type]) => {
  const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
  const given = new DataTransfer();
  given.items.add(new File([bytes], name, { type }));
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { clipboardData: given, bubbles: true, cancelable: true })
    : new DragEvent("drop", { dataTransfer: given, bubbles: true, cancelable: true });
  area.dispatchEvent(event);
}"""


@pytest.fixture(autouse=True)
def _kept_apart(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def asked(table: Space, hal: Person) -> Conversation:
    return open_conversation(by=hal, space=table, kind="question", title="Two peaks", text="Has anyone seen two?")


def caret(page: Page, at: int) -> None:
    page.get_by_label("Your words", exact=True).evaluate("(area, at) => area.setSelectionRange(at, at)", at)


@pytest.mark.parametrize(("width", "dark"), [(390, False), (1280, True)])
def test_a_picture_is_pasted_described_dropped_and_sent(
    visit: Callable[..., Page], walk_in: Callable[..., None], axe: Callable[[Page], None],
    no_sideways: Callable[[Page], None], hal: Person, table: Space, width: int, dark: bool,
) -> None:  # fmt: skip
    page = visit(width=width, dark=dark)
    walk_in(page, hal)
    page.goto(NEW)
    page.get_by_label("In one line").fill("A valve")
    words = page.get_by_label("Your words", exact=True)
    words.fill("Before.\n\nAfter.")
    caret(page, len("Before."))
    words.evaluate(GIVE, ["paste", PNG, "image.png", "image/png"])
    expect(words).to_have_value("Before.\n\n![](image.png)\n\nAfter.")
    expect(page.get_by_role("status").filter(has_text="image.png is here")).to_be_visible()
    page.get_by_label("What image.png shows").fill("A valve, half open")
    expect(page.locator("#preview img")).to_have_attribute("alt", "A valve, half open")
    words.evaluate(GIVE, ["drop", base64.b64encode(samples.picture(size=(300, 600))).decode(), "pit.png", "image/png"])
    expect(page.get_by_label("What pit.png shows")).to_be_visible()
    words.evaluate(GIVE, ["drop", base64.b64encode(b"<svg/>").decode(), "x.svg", "image/svg+xml"])
    expect(page.get_by_role("alert").filter(has_text="x.svg: Web pages and SVG")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)
    page.get_by_text("How to write").click()
    axe(page)
    if look := os.environ.get("LOOK"):
        page.screenshot(path=f"{look}/tools-{width}.png", full_page=True)
    no_sideways(page)
    page.get_by_role("button", name="Begin the conversation").last.click()
    expect(page.get_by_role("heading", name="A valve", level=1)).to_be_visible()
    expect(page.locator(".prose img").first).to_have_attribute("alt", "A valve, half open")
    assert page.locator(".prose img").first.evaluate("(img) => img.decode().then(() => img.naturalWidth)") == 600
    axe(page)
    if look:
        page.screenshot(path=f"{look}/tools-post-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_file_is_chosen_by_keyboard_placed_and_taken_back(
    page: Page, walk_in: Callable[..., None], hal: Person, table: Space
) -> None:
    walk_in(page, hal)
    page.goto(NEW)
    words = page.get_by_label("Your words", exact=True)
    words.fill("Here")
    page.get_by_text("Add pictures or documents").press("Enter")
    file = {"name": "the valve.png", "mimeType": "image/png", "buffer": samples.picture()}
    page.get_by_label("Pictures and documents").set_input_files([file])
    expect(page.get_by_role("status").filter(has_text="the valve.png is here, below your words.")).to_be_visible()
    expect(words).to_have_value("Here")
    words.press("End")
    page.get_by_role("button", name="Place it where I write").press("Enter")
    expect(words).to_have_value("Here\n\n![](<the valve.png>)\n\n")
    page.keyboard.press("Control+z")
    expect(words).to_have_value("Here")
    # The draft has it.
    expect(page.get_by_text("Kept as a draft, for you alone.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("What the valve.png shows")).to_be_visible()


def test_one_goes_on_writing_while_it_is_on_its_way(
    page: Page, walk_in: Callable[..., None], hal: Person, asked: Conversation
) -> None:
    walk_in(page, hal)
    page.goto(f"/c/stick/conversations/{asked.pk}/")
    words = page.get_by_label("Your reply")
    words.fill("One. Two.")
    words.evaluate("(area) => area.setSelectionRange(4, 4)")
    held: list[Any] = []
    page.route("**/uploads", lambda route: held.append(route))
    words.evaluate(GIVE, ["paste", PNG, "image.png", "image/png"])
    expect(page.get_by_role("status").filter(has_text="image.png is on its way.")).to_be_visible()
    words.press("Home")
    page.keyboard.type("So: ")
    # Sent too early, it waits for the picture.
    page.get_by_role("button", name="Reply", exact=True).last.click()
    held[0].continue_()
    expect(page.locator(".post .prose img")).to_have_count(1)
    assert Post.objects.latest("pk").source == "So: One.\n\n![](image.png)\n\n Two."


def test_a_lost_connection_is_said_and_words_stay(
    page: Page, walk_in: Callable[..., None], hal: Person, table: Space
) -> None:
    walk_in(page, hal)
    page.goto(NEW)
    words = page.get_by_label("Your words", exact=True)
    words.fill("Here")
    page.route("**/uploads", lambda route: route.abort())
    words.evaluate(GIVE, ["paste", PNG, "image.png", "image/png"])
    expect(page.get_by_role("alert").filter(has_text="image.png did not arrive")).to_be_visible()
    expect(words).to_have_value("Here")
    assert Upload.objects.count() == 0


def test_buttons_write_markdown_around_what_is_chosen_and_can_be_undone(
    phone: Page, walk_in: Callable[..., None], hal: Person, table: Space
) -> None:
    walk_in(phone, hal)
    phone.goto(NEW)
    words = phone.get_by_label("Your words", exact=True)
    bar = phone.get_by_role("toolbar", name="Formatting")

    def press(name: str, value: str, begin: int, end: int) -> None:
        words.fill(value)
        words.evaluate("(area, [a, b]) => area.setSelectionRange(a, b)", [begin, end])
        bar.get_by_role("button", name=name, exact=True).click()

    def chosen() -> str:
        return words.evaluate("(area) => area.value.slice(area.selectionStart, area.selectionEnd)")

    told = [
        ("Bold", "a word b", 2, 6, "a **word** b", "word"),
        ("Bold", "a **word** b", 4, 8, "a word b", "word"),
        ("Bold", "a word  b", 1, 8, "a **word**  b", "word"),
        ("Italic", "", 0, 0, "*leaning words*", "leaning words"),
        ("Link", "see here", 4, 8, "see [here](https://)", "https://"),
        ("Link", "https://e.org", 0, 13, "[what it leads to](https://e.org)", "what it leads to"),
        ("List", "one\ntwo", 0, 7, "- one\n- two", "- one\n- two"),
        ("List", "- one\n- two", 0, 11, "one\ntwo", "one\ntwo"),
        ("List", "so\n", 3, 3, "so\n\n- one thing", "one thing"),
        ("Quote", "a\n\nb", 0, 4, "> a\n\n> b", "> a\n\n> b"),
        ("Code", "run it", 4, 6, "run `it`", "it"),
        ("Code", "a\nb", 0, 3, "```\na\nb\n```", "a\nb"),
        ("Code", "```\na\nb", 0, 7, "````\n```\na\nb\n````", "```\na\nb"),
    ]
    for name, value, begin, end, becomes, rest in told:
        press(name, value, begin, end)
        assert (name, words.input_value(), chosen()) == (name, becomes, rest)
        phone.keyboard.press("Control+z")
        assert (name, words.input_value()) == (name, value)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    words.fill("x")
    words.press("Control+a")
    phone.keyboard.press("Control+b")
    expect(words).to_have_value("**x**")
    # One stop for Tab, and arrows within.
    bar.get_by_role("button", name="Bold").focus()
    phone.keyboard.press("End")
    expect(bar.get_by_role("button", name="Picture")).to_be_focused()
    phone.keyboard.press("ArrowRight")
    expect(bar.get_by_role("button", name="Bold")).to_be_focused()
    phone.keyboard.press("Tab")
    expect(words).to_be_focused()


def test_the_button_brings_a_picture_to_where_one_writes(
    phone: Page, walk_in: Callable[..., None], hal: Person, table: Space
) -> None:
    walk_in(phone, hal)
    phone.goto(NEW)
    phone.get_by_label("Your words", exact=True).fill("Here:")
    with phone.expect_file_chooser() as choosing:
        phone.get_by_role("button", name="Picture", exact=True).click()
    file = {"name": "valve.png", "mimeType": "image/png", "buffer": samples.picture()}
    choosing.value.set_files([file])
    expect(phone.get_by_label("Your words", exact=True)).to_have_value("Here:\n\n![](valve.png)\n\n")


def test_every_field_of_markdown_has_the_buttons(
    page: Page, walk_in: Callable[..., None], rosa: Person, asked: Conversation
) -> None:
    walk_in(page, rosa)
    here = f"/c/stick/conversations/{asked.pk}/"
    for address in (NEW, here, f"{here}posts/1/text", "/c/stick/charter/domain"):
        page.goto(address)
        expect(page.get_by_role("toolbar", name="Formatting")).to_be_visible()
        page.get_by_text("How to write").click()
        expect(page.get_by_text("H2O, m2")).to_be_visible()


def test_without_script_nothing_is_offered_that_does_nothing(
    without_script: Page, walk_in: Callable[..., None], hal: Person, table: Space
) -> None:
    walk_in(without_script, hal)
    without_script.goto(NEW)
    expect(without_script.get_by_role("toolbar")).to_have_count(0)
    without_script.get_by_text("Add pictures or documents").click()
    file = {"name": "valve.png", "mimeType": "image/png", "buffer": samples.picture()}
    without_script.get_by_label("Pictures and documents").set_input_files([file])
    without_script.get_by_label("Your words", exact=True).fill("![](valve.png)")
    without_script.get_by_role("button", name="Look again").click()
    without_script.get_by_label("What valve.png shows").fill("A valve")
    expect(without_script.get_by_role("button", name="Place it where I write")).to_have_count(0)
    without_script.get_by_role("button", name="Look again").click()
    expect(without_script.locator("#preview img")).to_have_attribute("alt", "A valve")
    if look := os.environ.get("LOOK"):
        without_script.screenshot(path=f"{look}/tools-bare.png", full_page=True)


@pytest.mark.parametrize(("width", "dark"), [(390, True), (1280, False)])
def test_formulas_are_switched_on_written_and_read(
    visit: Callable[..., Page], walk_in: Callable[..., None], axe: Callable[[Page], None],
    no_sideways: Callable[[Page], None], rosa: Person, table: Space, width: int, dark: bool,
) -> None:  # fmt: skip
    page = visit(width=width, dark=dark)
    walk_in(page, rosa)
    page.goto("/c/stick/settings/modules/")
    page.context.add_cookies(
        [{"name": settings.LANGUAGE_COOKIE_NAME, "value": "pl", "url": page.evaluate("location.origin")}]
    )
    page.reload()
    page.get_by_role("button", name=re.compile("^Włącz.*Matematyka")).press("Enter")
    expect(page.get_by_role("button", name=re.compile("^Wyłącz.*Matematyka"))).to_be_visible()
    page.goto(NEW)
    page.get_by_label("W jednym zdaniu").or_(page.locator("#id_title")).first.fill("Ciśnienie")
    words = page.locator("#id_text")
    words.fill("Zawór za $5 daje $p = \\rho g h$, czyli\n\n$$p = \\sum_{i=1}^{n} \\frac{\\rho_i v_i^2}{2}"
               " + \\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}$$")  # fmt: skip
    expect(page.locator("#preview math")).to_have_count(2)
    words.evaluate(GIVE, ["paste", PNG, "image.png", "image/png"])
    expect(page.get_by_label("Co pokazuje image.png")).to_be_visible()
    page.get_by_text("Jak pisać").click()
    axe(page)
    if look := os.environ.get("LOOK"):
        page.screenshot(path=f"{look}/maths-{width}.png", full_page=True)
    no_sideways(page)
    page.locator("form.compose .btn--primary").last.click()
    expect(page.locator(".post .prose math")).to_have_count(2)
    assert page.locator(".post math").last.evaluate("(one) => getComputedStyle(one).display") == "block math"
    expect(page.get_by_text("obrazek nie ma jeszcze opisu")).to_be_visible()
    axe(page)
    no_sideways(page)
    if look:
        page.screenshot(path=f"{look}/maths-post-{width}.png", full_page=True)
