"""An answer is used, weeks later a letter asks what difference it made, and the story of it reaches a sponsor."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.conf import settings as house
from django.utils import timezone
from playwright.sync_api import Page, expect

from commonplace.communities.membership.actions.roles import appoint
from commonplace.communities.models import Community, Membership, Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Conversation, Outcome
from commonplace.letters.models import Letter
from commonplace.people.models import Person
from commonplace.stories.actions.asking_by_letter import KIND, ask_what_difference
from commonplace.stories.actions.leads import find_leads
from commonplace.stories.models import FollowUp, Story
from commonplace.value.actions.indicators import Looked, begin
from commonplace.value.cycles import Cycle, Horizon, Whose

pytestmark = pytest.mark.django_db(transaction=True)
WEEKS = timedelta(weeks=9)
PUMP = "Put a stick to the third valve: it is the night pump."
USED = "We listened there. It was the night pump."
CAME = "We dig in the right place, two nights of three."


@pytest.fixture
def stick(stick: Community, ines: Person, settings, live_server) -> Community:
    """With value and a sponsor’s page, and two things that it looks at."""
    settings.BASE_URL = live_server.url
    stick.modules = [*stick.modules, "value", "sponsorship"]
    stick.save(update_fields=["modules"])
    for cycle, name in ((Cycle.APPLIED, "Answers that were used"), (Cycle.REALIZED, "Nights without a dry hole")):
        begin(by=ines, community=stick, looked=Looked(name, cycle, Horizon.SHORT, Whose.ORGANISATION, unit="nights"))
    return stick


@pytest.fixture
def asked(table: Space, hal: Person) -> Conversation:
    """What Hal would know."""
    return open_conversation(by=hal, space=table, kind="question", title="What hums at the dairy?", text="At night.")


@pytest.fixture
def mireille(stick: Community, ines: Person, member: Callable[[str], Person]) -> Person:
    """A member who sponsors it."""
    person = member("Mireille Okonjo")
    membership = Membership.objects.get(person=person, community=stick)
    appoint(by=ines, membership=membership, name="Sponsor", since=date(2020, 1, 1), until=None)
    return person


def uses_the_answer(page: Page, look: Callable[[Page], None]) -> None:
    """Hal tells beneath the answer what came of it."""
    page.get_by_role("button", name="This settled it").click()
    page.get_by_role("link", name="I used this. What happened…").click()
    page.get_by_text("it helped", exact=True).click()
    page.get_by_label("Tell it").fill(USED)
    look(page)
    page.get_by_role("button", name="Tell it").click()
    expect(page.get_by_text(USED)).to_be_visible()


def weeks_go_by() -> str:
    """The way of the one letter that asks what difference it made: to a page without a door, with “it did”."""
    now = timezone.now().replace(hour=10)
    Outcome.objects.update(at=now - WEEKS)
    assert find_leads(now=now) == 1
    assert ask_what_difference(now=now) == 1
    letter = Letter.objects.get(kind=KIND)
    assert USED not in letter.text
    assert FollowUp.objects.get().asked_at
    return re.search(r"/letters/press/\S+", letter.text)[0]


def test_an_answer_becomes_a_use_a_story_a_thread_and_a_sponsors_yes(
    page: Page, phone: Page, without_script: Page, dark: Page, walk_in: Callable[..., None],
    axe: Callable[[Page], None], no_sideways: Callable[..., None], asked: Conversation, hal: Person, rosa: Person,
    tomasz: Person, mireille: Person,
) -> None:  # fmt: skip
    def look(page: Page) -> None:
        axe(page)
        no_sideways(page, page.viewport_size["width"])

    # Tomasz answers at his desk; Hal tries it, and tells on his telephone what happened.
    walk_in(page, tomasz)
    page.goto(f"/c/stick/conversations/{asked.pk}/")
    page.get_by_label("Your reply").fill(PUMP)
    page.get_by_role("button", name="Reply", exact=True).last.click()
    expect(page.locator(".post").get_by_text(PUMP)).to_be_visible()
    walk_in(phone, hal)
    phone.goto(f"/c/stick/conversations/{asked.pk}/")
    uses_the_answer(phone, look)

    # Nine weeks later a letter asks once. He answers without signing in and without script.
    without_script.goto(weeks_go_by())
    assert not [one for one in without_script.context.cookies() if one["name"] == house.SESSION_COOKIE_NAME]
    no_sideways(without_script, 390)
    without_script.get_by_label("In a few words, if you like").fill(CAME)
    without_script.get_by_role("button", name="It made a difference").click()
    expect(without_script.get_by_text("Your words begin a story of yours")).to_be_visible()
    story = Story.objects.get(teller=hal)

    # It is his alone, in two steps, until he says how far each may go.
    walk_in(dark, rosa)
    assert dark.goto(f"/c/stick/value/stories/{story.pk}/").status == 404
    phone.goto("/c/stick/value/")
    phone.get_by_role("link", name="All of them").click()
    phone.get_by_role("link", name="Yours").click()
    phone.get_by_role("link", name="A story without a name yet").click()
    expect(phone.locator(".story li")).to_have_count(2)
    phone.get_by_role("link", name="Its name, and whether it is told").click()
    phone.get_by_label("What would you call it?").fill("The hum at the dairy")
    phone.get_by_role("button", name="Keep it").click()

    # The next step is half typed on the telephone when the tram comes, and finished at a desk.
    phone.get_by_role("link", name="Add a step").click()
    phone.get_by_label("In your words").fill("The district")
    expect(phone.get_by_text("Kept as a draft, for you alone.")).to_be_visible()
    walk_in(page, hal)
    page.goto(f"/c/stick/value/stories/{story.pk}/step")
    page.get_by_role("link", name="Go on with it").click()
    words = page.get_by_label("In your words")
    expect(words).to_have_value("The district")
    look(page)
    words.fill("The district asked for two more sticks.")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator(".story li")).to_have_count(3)
    phone.goto(f"/c/stick/value/stories/{story.pk}/")
    phone.get_by_role("link", name="Say how far each step may go").click()
    for choice in phone.get_by_label("How far may it go?").all():
        choice.select_option("sponsor")
    phone.get_by_role("button", name="Let each go as far as that").click()
    expect(phone.get_by_role("heading", name="The hum at the dairy")).to_be_visible()

    # Rosa reads it, and draws its thread through what the community looks at.
    dark.goto("/c/stick/value/threads/")
    dark.get_by_role("link", name="The hum at the dairy").click()
    look(dark)
    dark.get_by_label("Answers that were used", exact=True).check()
    dark.get_by_label("Nights without a dry hole", exact=True).check()
    dark.get_by_role("button", name="Draw its thread").click()
    expect(dark.locator(".threads path")).to_have_count(1)
    expect(dark.locator(".threads-key").get_by_text("The hum at the dairy")).to_be_visible()
    look(dark)
    phone.goto("/c/stick/value/")
    expect(phone.locator(".cell .knot")).to_have_count(2)
    look(phone)

    # What stands in the way of more is asked of the sponsor, who reads the story beside it, and says yes.
    dark.goto("/c/stick/sponsor/asked/new")
    dark.get_by_label("What do you ask of your sponsor?").fill("Two listening sticks for the night crews")
    dark.get_by_label("Why").fill("They share one, and it is in the other van.")
    dark.get_by_role("button", name="Ask it").click()
    expect(dark.get_by_text("No sponsor has answered yet.")).to_be_visible()
    walk_in(page, mireille)
    page.goto("/c/stick/sponsor/")
    expect(page.get_by_text(CAME)).to_be_visible()
    look(page)
    page.get_by_role("link", name=re.compile("^Answer.*Two listening sticks")).click()
    page.get_by_label("Yes").check()
    page.get_by_label("In your words").fill("They are ordered.")
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_text("They are ordered.")).to_be_visible()

    # Everybody reads the answer, and Rosa tells what changed since.
    dark.reload()
    dark.get_by_label("What changed since, or did not?").fill("Each van has its own.")
    dark.get_by_role("button", name="Tell it").click()
    expect(dark.get_by_text("Each van has its own.")).to_be_visible()
    phone.goto("/c/stick/sponsor/asked/")
    expect(phone.get_by_text("Each van has its own.")).to_be_visible()
    look(phone)
