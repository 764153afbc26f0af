"""Choosing a form and running it by the keyboard alone, with script and without: nothing is out of reach or hidden."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from commonplace.communities.models import Community, Space
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.runs.actions.seating import sit
from commonplace.runs.models import Run
from commonplace.runs.tests.conftest import planned

pytestmark = pytest.mark.django_db(transaction=True)
MOST_STOPS = 80
FOCUSED = """() => {
  // Of a radio one sees its label.
  const focused = document.activeElement, here = focused.type === "radio" ? focused.labels[0] : focused;
  const box = here.getBoundingClientRect();
  const over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const label = focused.labels?.[0]?.textContent ?? focused.textContent;
  return [label.replace(/\\s+/g, " ").trim(), Boolean(over) && (here.contains(over) || over.contains(here))];
}"""


@pytest.fixture
def stick(stick: Community) -> Community:
    stick.modules = [*stick.modules, "gatherings", "protocols"]
    stick.save(update_fields=["modules"])
    return stick


@pytest.fixture
def clinic(stick: Community, hal: Person, table: Space) -> Gathering:
    return planned(hal, table)


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def script(request: pytest.FixtureRequest) -> bool:
    return request.param


@pytest.fixture
def page(visit: Callable[..., Page], walk_in: Callable[..., None], hal: Person, script: bool) -> Page:
    window = visit(script=script)
    walk_in(window, hal)
    return window


def tab_to(page: Page, label: str) -> None:
    """On to what is so called, from where one is; every stop on the way can be seen."""
    passed = []
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        # Without script of its own, a page is still asked from outside.
        words, is_seen = page.evaluate(FOCUSED)
        passed.append(words)
        assert is_seen, f"hidden: {words}"
        if words.startswith(label):
            return
    pytest.fail(f"never came to {label}, but to {passed}")


def press(page: Page, label: str) -> None:
    tab_to(page, label)
    page.keyboard.press("Enter")


def test_a_form_is_found_by_keys(page: Page, stick: Community, table: Space) -> None:
    page.goto("/c/stick/protocols/")
    tab_to(page, "Which of these is true?")
    page.keyboard.type("I am stuck")
    tab_to(page, "How many are you?")
    page.keyboard.type("9")
    press(page, "Show what fits")
    page.wait_for_url(re.compile("need=stuck"))
    press(page, "Case clinic")
    expect(page.get_by_role("heading", level=1)).to_have_text("Case clinic")
    press(page, "Call people together by it")
    expect(page.get_by_role("heading", level=1)).to_have_text("Call people together")


def test_a_clinic_is_run_by_keys(page: Page, script: bool, clinic: Gathering, tomasz: Person) -> None:
    page.goto(f"/c/stick/gatherings/{clinic.pk}/run/")
    press(page, "Begin")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Welcome, and what stays here")
    sit(run=Run.objects.get(), person=tomasz)
    page.reload()
    press(page, "Next: The case is told")
    expect(heading).to_have_text("The case is told")
    if script:
        # Whoever presses it again need not look for it again.
        assert page.evaluate(FOCUSED)[0].startswith("Next: Questions")
        page.evaluate("document.activeElement.blur()")
    tab_to(page, "Add a line")
    page.keyboard.type("The valve sang.")
    press(page, "Add")
    expect(page.get_by_text("The valve sang.", exact=True).first).to_be_visible()
    press(page, "Give the floor · Tomasz Wilk")
    expect(page.get_by_text("Tomasz Wilk is speaking.")).to_be_visible()
    press(page, "Pause")
    expect(page.get_by_text("The clock stands still.")).to_be_visible()
    if script:
        assert page.evaluate(FOCUSED)[0] == "Go on"
    press(page, "More")
    press(page, "Drawn")
    expect(page.get_by_text("You are in group 1, with Tomasz Wilk.")).to_be_visible()
