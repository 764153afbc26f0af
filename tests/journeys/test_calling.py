"""Calling somebody while one writes: names offered under the words, by keyboard and by touch, and without script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from commonplace.communities.models import Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Conversation, Mention
from commonplace.people.actions.profile import Belonging, belong, change_profile
from commonplace.people.models import Person

HERE = "/c/stick/conversations/"


@pytest.fixture
def asked(table: Space, hal: Person, leila: Person, tomasz: Person, member: Callable[[str], Person]) -> Conversation:
    """A conversation to answer in, where two people are called Ada Mensah."""
    for name, craft, place in (("Ada", "Welder", "Kumasi Water"), ("Ama", "", "Lodz Waterworks")):
        change_profile(person=member(name), name="Ada Mensah", craft=craft)
        belong(person=Person.objects.latest("pk"), belongings=[Belonging(place)])
    return open_conversation(by=hal, space=table, kind="question", title="Two peaks", text="Has anyone seen two?")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_name_is_offered_and_taken_by_keyboard(
    visit: Callable[..., Page], walk_in: Callable[[Page, Person], None], axe: Callable[[Page], None],
    no_sideways: Callable[[Page], None], asked: Conversation, hal: Person, tomasz: Person, width: int,
) -> None:  # fmt: skip
    page = visit(width=width, height=844)
    walk_in(page, hal)
    page.goto(f"{HERE}{asked.pk}/")
    words = page.get_by_label("Your reply")
    words.press_sequentially("Have you seen this, @ada")
    names = page.get_by_role("listbox", name="People to call")
    expect(names.get_by_role("option")).to_have_count(2)
    expect(names.get_by_role("option").first).to_have_text("AMAda MensahWelder · Kumasi Water", use_inner_text=False)
    axe(page)
    no_sideways(page)
    words.press("ArrowDown")
    second = names.get_by_role("option").nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    assert words.get_attribute("aria-activedescendant") == second.get_attribute("id")
    words.press("Enter")
    other = Person.objects.filter(name="Ada Mensah").latest("pk")
    expect(words).to_have_value(f"Have you seen this, @Ada Mensah#{other.pk} ")
    expect(names).to_be_hidden()
    # Escape closes, and the next Enter is a new line again.
    words.press_sequentially("and @tom")
    expect(names.get_by_role("option")).to_have_count(1)
    words.press("Escape")
    expect(names).to_be_hidden()
    words.press("Enter")
    words.press_sequentially("@tom")
    names.get_by_role("option").click()
    expect(words).to_have_value(f"Have you seen this, @Ada Mensah#{other.pk} and @tom\n@Tomasz Wilk ")
    page.get_by_role("button", name="Reply", exact=True).click()
    page.get_by_text("“@tom” calls nobody: no one here has that name.").wait_for()
    assert set(Mention.objects.values_list("person", flat=True)) == {other.pk, tomasz.pk}


def test_the_preview_of_an_opening_tells_who_will_be_called(
    page: Page, walk_in: Callable[[Page, Person], None], axe: Callable[[Page], None], asked: Conversation, hal: Person
) -> None:
    walk_in(page, hal)
    page.goto(f"{HERE}new")
    words = page.get_by_label("Your words", exact=True)
    words.press_sequentially("Ask @leil")
    page.get_by_role("option").wait_for()
    words.press("Enter")
    words.press_sequentially("and @Ada Mensah.")
    page.get_by_text("This calls Leila Haddad.").wait_for()
    page.get_by_text("more than one person here has that name").wait_for()
    words.press("Escape")
    axe(page)


def test_without_script_somebody_is_looked_for_and_ticked(
    without_script: Page, walk_in: Callable[[Page, Person], None], axe: Callable[[Page], None], asked: Conversation,
    hal: Person, leila: Person,
) -> None:  # fmt: skip
    page = without_script
    walk_in(page, hal)
    page.goto(f"{HERE}{asked.pk}/")
    page.get_by_label("Your reply").fill("Have you seen this?")
    page.get_by_text("Call somebody").click()
    page.get_by_label("Their name, or how it begins").fill("had")
    page.get_by_role("button", name="Look for them").click()
    page.get_by_label("Leila Haddad").check()
    page.get_by_role("button", name="Reply", exact=True).click()
    page.get_by_text("@Leila Haddad").wait_for()
    assert [one.person_id for one in Mention.objects.all()] == [leila.pk]
