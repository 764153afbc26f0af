"""From two people with a notebook to a community of nine that governs itself: met three times, asked, and handed on."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from commonplace.communities.joining.actions.inviting import take_invitation
from commonplace.communities.models import Community, Membership
from commonplace.communities.settings.actions.modules import switch
from commonplace.communities.standing import Standing
from commonplace.fitness.actions.answering import Words, answer
from commonplace.fitness.models import Round
from commonplace.gatherings.actions.answering import answer as say_whether
from commonplace.gatherings.models import Gathering
from commonplace.launch.actions.interviewing import Said, write_down
from commonplace.launch.actions.inviting import ask_in
from commonplace.launch.models import Interview, Launch
from commonplace.letters.models import Letter
from commonplace.people.actions import register
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/c/lone-shift/launch/"
# Whom they spoke with, and what is hard.
NOTEBOOK = {
    "Osagie": "Holidays. If I go, it stops.",
    "Mirela": "Chlorine at night, alone, and nobody to ring.",
    "Kjell": "When to wake someone. At night it is always too early.",
    "Yara": "An alarm at night that is not one.",
    "Bo": "Spare parts that come in June.",
    "Nuru": "Deciding alone at night.",
    "Inge": "Nobody reads the log but me.",
}
type Look = Callable[[Page], None]


def somebody(name: str) -> Person:
    return register(name=name, address=f"{name.lower()}@example.org", is_confirmed=True)


@pytest.fixture
def senja(settings, live_server) -> Person:
    settings.BASE_URL, settings.FOUNDERS = live_server.url, "anyone"
    return somebody("Senja")


def link_in(letter: Letter, path: str) -> str:
    found = re.search(rf"{path}/\S+", letter.text)
    assert found is not None
    return found[0]


def letter_to(name: str) -> Letter:
    return Letter.objects.filter(to=f"{name.lower()}@example.org").latest("pk")


def writes_down(page: Page, name: str, hard: str) -> None:
    """One conversation, as it stands in the notebook."""
    page.goto(f"{PAGE}interviews/new")
    page.get_by_label("What is hard about it?").fill(hard)
    page.get_by_label("Would you help").select_option("yes")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Mail address").fill(f"{name.lower()}@example.org")
    page.get_by_label("They know what is written here").check()
    page.get_by_role("button", name="Write it down").click()
    page.get_by_text("It is written down. Give them their link").wait_for()


def two_begin(page: Page, phone: Page, look: Look) -> None:
    """Senja founds what is not yet a community, and asks Tore in, who starts it with her."""
    page.goto("/found")
    page.get_by_label("What is it called?").fill("Lone Shift")
    page.get_by_label("What do you care about together?").fill("Waterworks that one person keeps alone.")
    page.get_by_label("It is not yet a community").check()
    page.get_by_role("button", name="Begin", exact=True).click()
    page.get_by_text("Being born, day 1").wait_for()
    look(page)
    writes_down(page, "Tore", "Nobody to ask.")
    page.get_by_role("link", name="By a letter with their own words in it").click()
    expect(page.get_by_label("Your letter to them")).to_have_value(re.compile("“Nobody to ask.”"))
    page.get_by_role("button", name="Send the letter").click()
    page.get_by_text("The letter is on its way.").wait_for()
    phone.goto(link_in(letter_to("Tore"), "/in"))
    phone.get_by_role("button", name="Come in").click()
    phone.wait_for_url("**/c/lone-shift/**")
    page.goto(PAGE)
    page.get_by_role("link", name="Who sits there").click()
    page.get_by_label("Who?").select_option(label="Tore")
    page.get_by_role("button", name="Give a seat").click()
    page.get_by_role("button", name="Take the seat away").nth(1).wait_for()


def notebook_is_typed_in(page: Page, phone: Page, own: Page, launch: Launch, tore: Person) -> None:
    """One at a desk, one on a phone, one by their own link; the rest as it stands in the notebook."""
    writes_down(page, "Osagie", NOTEBOOK["Osagie"])
    writes_down(phone, "Mirela", NOTEBOOK["Mirela"])
    phone.goto(f"{PAGE}interviews/new")
    phone.get_by_label("When was it?").fill("")
    phone.get_by_label("Where they are, or what they do").fill("Kjell, at the pass")
    phone.get_by_label("They know what is written here").check()
    phone.get_by_role("button", name="Write it down").click()
    phone.get_by_text("It is written down. Give them their link").wait_for()
    own.goto(phone.get_by_role("link", name="/launch/yours/").get_attribute("href") or "")
    own.get_by_label("What is hard about it?").fill(NOTEBOOK["Kjell"])
    own.get_by_label("Would you help").select_option("once")
    own.get_by_label("Your name").fill("Kjell")
    own.get_by_label("Your mail address").fill("kjell@example.org")
    own.get_by_label("Those who start this may read it.").check()
    own.get_by_role("button", name="Send it").click()
    own.get_by_text("It is kept. With this link").wait_for()
    for name in ("Yara", "Bo", "Nuru", "Inge"):
        address, today = f"{name.lower()}@example.org", timezone.localdate()
        said = Said(agreed=True, on=today, hard=NOTEBOOK[name], name=name, address=address, would="yes")
        write_down(by=tore, launch=launch, said=said)


def they_choose(page: Page, look: Look) -> date:
    """Words become an issue, a case is worked, and three dates are set; what is next is said with its reason."""
    page.goto(f"{PAGE}issues/")
    look(page)
    page.get_by_role("link", name="night").first.click()
    page.get_by_role("button", name="Name it").click()
    page.get_by_role("heading", name="night").wait_for()
    for name in ("Mirela", "Kjell", "Yara", "Nuru"):
        page.get_by_label(f"{name}").select_option("awake" if name == "Mirela" else "speaks")
    page.get_by_role("button", name="Gather them").click()
    page.get_by_text("It is gathered.").wait_for()
    page.goto(f"{PAGE}days")
    page.get_by_label("Work one real case together").select_option("done")
    page.get_by_role("button", name="Keep the sketch").click()
    page.get_by_text("The sketch is as you said.").wait_for()
    page.get_by_role("link", name="Choose: a launch, or a quiet start").click()
    page.get_by_label("A launch gathering").check(force=True)
    page.get_by_role("button", name="Begin so").click()
    page.get_by_role("link", name="Set the first three dates").first.click()
    first = timezone.localdate() + timedelta(days=7)
    page.get_by_label("What is it called?").fill("An hour of the night")
    page.get_by_label("On which day first?").fill(f"{first}")
    page.get_by_label("At what time?").fill("19:00")
    page.get_by_role("button", name="Set three dates").click()
    page.get_by_text("Three dates are set.").wait_for()
    look(page)
    return first


def seven_come_in(page: Page, community: Community, senja: Person) -> list[Person]:
    """Each by a letter with their own words: one on a page, the others as they would."""
    came = []
    for interview in Interview.objects.exclude(name="Tore").order_by("pk"):
        if interview.name == "Osagie":
            page.goto(f"{PAGE}interviews/{interview.pk}/asking")
            page.get_by_role("button", name="Send the letter").click()
            page.get_by_text("The letter is on its way.").wait_for()
            assert "If I go, it stops." in letter_to("Osagie").text
        else:
            ask_in(by=senja, interview=interview, words=f"You said: “{interview.hard}” Come.")
        interview.refresh_from_db()
        came.append(somebody(interview.name))
        take_invitation(person=came[-1], invitation=interview.invitation)
    assert Membership.objects.current().filter(community=community).count() == 9
    return came


def charter_is_written(page: Page, look: Look) -> None:
    page.goto("/c/lone-shift/charter/domain")
    page.get_by_label("In our words").fill("The hours in which one of us is the whole works.")
    page.get_by_label("What changes, in a line").fill("Our first words")
    page.get_by_role("button", name="Keep these words").click()
    page.get_by_text("The charter has new words.").wait_for()
    page.goto("/c/lone-shift/about")
    expect(page.get_by_role("main")).to_contain_text("one of us is the whole works")
    look(page)


def they_meet_three_times(page: Page, people: list[Person]) -> None:
    now = timezone.now()
    for n, held in enumerate(Gathering.objects.order_by("starts_at"), start=1):
        for person in people:
            say_whether(gathering=held, person=person, says="yes")
        over = now - timedelta(days=40 - 10 * n)
        Gathering.objects.filter(pk=held.pk).update(starts_at=over, ends_at=over + timedelta(hours=1))
        page.goto(f"/c/lone-shift/gatherings/{held.pk}/attendance")
        page.get_by_role("button", name="Keep", exact=True).click()
        page.get_by_text("9 people were there.").wait_for()


def they_ask_how_they_are(page: Page, phone: Page, own: Page, people: list[Person], look: Look) -> None:
    """One answers signed in, one by a code in a letter, the others as they would; what five say is told, once."""
    page.goto("/c/lone-shift/fitness/")
    page.get_by_label("The nine questions").check(force=True)
    page.get_by_label("Until which day?").fill(f"{timezone.localdate() + timedelta(days=14)}")
    page.get_by_role("button", name="Ask everyone").click()
    page.get_by_text("The round is open.").wait_for()
    opened = Round.objects.select_related("community").get()
    phone.goto(f"/c/lone-shift/fitness/{opened.number}/answer")
    phone.get_by_role("group", name="Members have the time").get_by_label("How far is that true?").select_option("2")
    phone.get_by_role("button", name="Put the sheet in").click()
    phone.get_by_text("Your sheet is in.").first.wait_for()
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_text("The letter is on its way.").wait_for()
    own.goto(link_in(letter_to("Senja"), "/round/by-letter"))
    own.get_by_role("group", name="Members have the time").get_by_label("How far is that true?").select_option("2")
    own.get_by_role("button", name="Put the sheet in").click()
    own.get_by_role("heading", name="Your sheet is in").wait_for()
    for person in people[2:]:
        answer(by=person, opened=opened, words=Words({"time": 2, "listening": 5}))
    page.get_by_role("button", name="Close it now").click()
    expect(page.get_by_text("Members: hardly").first).to_be_visible()
    look(page)
    page.get_by_label("What was decided?").fill("One hour less of log, one hour more of us.")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("One hour less of log, one hour more of us.").last).to_be_visible()


def it_is_handed_on(page: Page, phone: Page, senja: Person, tore: Person) -> None:
    """Senja gives a role a term and a brief, writes down what she learned, and is a member among the others."""
    hers, his = (Membership.objects.get(person=one) for one in (senja, tore))
    page.goto(f"/c/lone-shift/settings/members/{hers.pk}")
    page.get_by_text("Give a role").first.click()
    page.get_by_label("Role", exact=True).fill("Coordinator")
    page.get_by_label("From", exact=True).fill(f"{timezone.localdate()}")
    page.get_by_role("button", name="Give the role").click()
    page.get_by_text("has a role.").wait_for()
    page.goto(f"/c/lone-shift/settings/members/{his.pk}")
    page.get_by_role("radio", name="Steward").check(force=True)
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_text("Kept. Their page says so too.").wait_for()
    page.goto("/c/lone-shift/roles/")
    page.get_by_role("link", name="Write down what you learned").click()
    page.get_by_label("What you learned in it").fill("Ring Osagie before his holidays.")
    page.get_by_role("button", name="Keep").click()
    page.get_by_text("Kept for whoever comes next.").wait_for()
    phone.goto(f"/c/lone-shift/settings/members/{hers.pk}")
    phone.get_by_role("button", name="End it today").click()
    phone.get_by_text("The term ends today.").wait_for()
    phone.get_by_role("radio", name="Member").check(force=True)
    phone.get_by_role("button", name="Keep", exact=True).click()
    phone.get_by_text("Kept. Their page says so too.").wait_for()
    phone.goto("/c/lone-shift/roles/")
    expect(phone.get_by_role("main")).to_contain_text("Ring Osagie before his holidays.")


def test_from_two_with_a_notebook_to_a_community_of_nine(
    page: Page, phone: Page, without_script: Page, walk_in: Callable[..., None], axe: Look,
    no_sideways: Callable[..., None], senja: Person,
) -> None:  # fmt: skip
    def look(page: Page) -> None:
        axe(page)
        no_sideways(page, page.viewport_size["width"])

    tore = somebody("Tore")
    walk_in(page, senja)
    walk_in(phone, tore)
    two_begin(page, phone, look)
    launch = Launch.objects.select_related("community", "space").get()
    notebook_is_typed_in(page, phone, without_script, launch, tore)
    assert Interview.objects.held().count() == 8
    first = they_choose(page, look)
    assert [one.wall.date() for one in Gathering.objects.order_by("starts_at")] == [
        first + timedelta(days=14 * n) for n in range(3)
    ]
    people = [senja, tore, *seven_come_in(page, launch.community, senja)]
    charter_is_written(page, look)
    they_meet_three_times(page, people)

    # It has begun: whoever came later reads how, and nobody's words.
    page.goto(PAGE)
    page.get_by_role("button", name="It has begun").click()
    page.get_by_text("It has begun. Members read").wait_for()
    walk_in(without_script, people[-1])
    without_script.goto(PAGE)
    expect(without_script.get_by_text("It began with 8 conversations.")).to_be_visible()
    expect(without_script.get_by_text("Spare parts")).to_have_count(0)
    no_sideways(without_script, 390)

    launch.community.refresh_from_db()
    switch(by=senja, community=launch.community, code="fitness", on=True)
    without_script.context.clear_cookies()
    they_ask_how_they_are(page, phone, without_script, people, look)
    it_is_handed_on(page, phone, senja, tore)
    tending = Membership.objects.filter(community=launch.community, standing=Standing.STEWARD)
    assert [one.person for one in tending] == [tore]
