"""From a date that is open to a series that people come to: asked, answered in three ways, seen by khal, counted."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from commonplace.communities.models import Community
from commonplace.communities.readers import read_on
from commonplace.cultivation.reading import read
from commonplace.feeds.actions import make_address
from commonplace.feeds.models import Opens
from commonplace.gatherings.models import Gathering
from commonplace.letters.models import Letter
from commonplace.lib.tests.test_calendars_by_khal import CONFIG, khal
from commonplace.lib.weeks import monday_of
from commonplace.mail.tests.test_invitations import reply, sheet
from commonplace.people.models import Person
from commonplace.store.due import do_due

pytestmark = pytest.mark.django_db(transaction=True)
ZONE, TITLE = "Warsaw", "One pipe, heard from both ends"
SEEN = timedelta(days=200)


@pytest.fixture
def stick(stick: Community, settings, live_server) -> Community:
    """The Listening Stick with gatherings, in a house that takes mail in."""
    settings.BASE_URL, settings.MAIL_DOMAIN, settings.MAIL_IN = live_server.url, "mail.commons.example", True
    stick.modules = [*stick.modules, "gatherings"]
    stick.save(update_fields=["modules"])
    return stick


def day(n: int) -> datetime:
    """Three in the afternoon, so many days on from Monday in two weeks."""
    monday = monday_of(timezone.localdate()) + timedelta(days=14 + n)
    return datetime(monday.year, monday.month, monday.day, 15)  # noqa: DTZ001  # what a clock on a wall shows


def link_to(person: str) -> str:
    """The way from the newest letter to this one to a page on which they answer."""
    letter = Letter.objects.filter(to=f"{person}@example.org").latest("pk")
    return re.search(r"/gatherings/answer/\S+", letter.text)[0]


def asks_when_it_could_be(page: Page) -> None:
    page.goto("/c/stick/gatherings/new")
    page.get_by_label("What is it called?").fill(TITLE)
    page.get_by_label("On which day?").wait_for()
    page.get_by_text("The date is open").click()
    expect(page.get_by_label("On which day?")).to_be_hidden()
    for n, wall in enumerate((day(1), day(2), day(4)), start=1):
        page.get_by_label(f"Day of time {n}", exact=True).fill(f"{wall:%Y-%m-%d}")
        page.get_by_label(f"Hour of time {n}", exact=True).fill(f"{wall:%H:%M}")
    page.get_by_label("By whose clock?").fill(ZONE)
    page.get_by_role("button", name="Call people together").last.click()
    page.get_by_role("heading", name="When can you?").wait_for()


def says_when(page: Page, said: dict[int, str], *, comes: bool) -> None:
    """Presses the radios of the times, by their place in the list."""
    for n, can in said.items():
        page.get_by_role("group", name="Can you on").nth(n).get_by_label(can, exact=True).check(force=True)
    if comes:
        page.get_by_label("count me as coming").check()
    page.get_by_role("button", name="Say when I can").click()
    page.get_by_text("Kept.").first.wait_for()


def by_keyboard_alone(page: Page) -> None:
    """Radios of a time are one stop of the keyboard, and arrows choose among them."""
    radios = page.get_by_role("group", name="Can you on").first.get_by_role("radio")
    radios.first.focus()
    page.keyboard.press("ArrowRight")
    expect(radios.nth(1)).to_be_checked()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") != radios.first.get_attribute("name")


@pytest.mark.skipif(shutil.which("khal") is None, reason="khal is not installed (bin/debian khal)")
def test_from_an_open_date_to_a_series_that_people_come_to(
    page: Page,
    dark: Page,
    without_script: Page,
    visit: Callable[..., Page],
    walk_in: Callable[..., None],
    axe: Callable[[Page], None],
    no_sideways: Callable[[Page], None],
    stick: Community,
    hal: Person,
    tomasz: Person,
    leila: Person,
    rosa: Person,
    amara: Person,
    tmp_path: Path,
) -> None:
    # Hal asks, of all by their page For you, of Tomasz by a letter.
    walk_in(page, hal)
    asks_when_it_could_be(page)
    gathering = Gathering.objects.get()
    where = f"/c/stick/gatherings/{gathering.pk}/"
    page.goto(f"{where}asking?q=tom")
    page.get_by_label("Tomasz Wilk").check()
    page.get_by_role("button", name="Ask them when they can").click()
    page.get_by_text("1 person is asked.").wait_for()

    # Leila answers on a phone without script, Rosa at night by keyboard, Tomasz by the letter and without signing in.
    walk_in(without_script, leila)
    without_script.goto("/c/stick/")
    without_script.get_by_role("link", name="Say when you can").first.click()
    says_when(without_script, {0: "I cannot", 1: "I can"}, comes=False)
    walk_in(dark, rosa)
    dark.goto(where)
    by_keyboard_alone(dark)
    axe(dark)
    no_sideways(dark)
    says_when(dark, {1: "I can", 2: "if need be"}, comes=False)
    letter = visit(width=390)
    letter.goto(link_to("tomasz"))
    axe(letter)
    no_sideways(letter)
    says_when(letter, {0: "I can", 1: "I can", 2: "I cannot"}, comes=True)

    # Hal chooses the best, and every second week from then on.
    page.goto(where)
    with page.expect_navigation():
        page.get_by_role("link", name="Choose the time").click()
    axe(page)
    chosen = page.locator(".option:has(:checked)").inner_text()
    assert f"{day(2):%-d %B}" in chosen
    page.get_by_label("How often?").select_option("fortnightly")
    page.get_by_role("button", name="It is then").click()
    page.get_by_text("It has its time.").wait_for()
    gathering.refresh_from_db()
    assert (gathering.wall, gathering.zone, gathering.state) == (day(2), "Europe/Warsaw", "convened")
    dates = list(gathering.series.gatherings.order_by("starts_at"))
    assert [one.wall for one in dates[:3]] == [day(2), day(16), day(30)]

    # Tomasz comes, as he wished; Leila presses on the page, Amara by the letter that asks her, Rosa in her calendar.
    assert "you are coming, as you wished" in Letter.objects.filter(to="tomasz@example.org").latest("pk").subject
    without_script.goto(where)
    with without_script.expect_navigation():
        without_script.get_by_role("button", name="I’ll come").click()
    page.goto(f"{where}asking?q=amara")
    page.get_by_label("Amara Oyelaran").check()
    page.get_by_role("button", name="Ask them to come").click()
    page.get_by_text("1 person is asked.").wait_for()
    asked = visit()
    asked.goto(link_to("amara"))
    asked.get_by_role("button", name="I’ll come").click()
    asked.get_by_text("You are coming.").wait_for()
    invitation = sheet(Letter.objects.filter(to="rosa@example.org").latest("pk"))
    assert invitation is not None
    reply(invitation, "ACCEPTED", "rosa@example.org")
    coming = gathering.answers.coming().values_list("person__name", flat=True)
    assert sorted(coming) == ["Amara Oyelaran", "Leila Haddad", "Rosa Quispe", "Tomasz Wilk"]

    # The second date is moved by a day, and no other.
    moved = dates[1]
    page.goto(f"/c/stick/gatherings/{moved.pk}/change")
    page.get_by_label("On which day?").fill(f"{day(17):%Y-%m-%d}")
    page.get_by_label("At what time?").fill("17:30")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_text("Kept. Whoever").first.wait_for()
    moved.refresh_from_db()
    assert moved.wall == day(17).replace(hour=17, minute=30)

    # Leila's calendar shows what we do.
    assert listed_by_khal(tmp_path, leila, stick) == sorted(
        f"{one.starts_at:%Y-%m-%d %H:%M}|{one.ends_at:%Y-%m-%d %H:%M}|{one.title}"
        for one in Gathering.objects.filter(starts_at__lt=timezone.now() + SEEN)
    )

    # It takes place; Hal says who was there, and being there counts.
    over = timezone.now() - timedelta(days=2)
    Gathering.objects.filter(pk=gathering.pk).update(starts_at=over, ends_at=over + timedelta(hours=1))
    page.goto(f"{where}attendance")
    page.get_by_role("group", name="Was Leila Haddad there?").get_by_label("was not there").check(force=True)
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_text("3 people were there.").wait_for()
    do_due(now=timezone.now())
    read_on()
    found = read(stick, now=timezone.now())
    assert sum(week.came for week in found.rhythm.weeks) == 3
    assert [found.participation.places[one.pk].weeks_seen for one in (amara, leila, tomasz)] == [1, 0, 1]


def listed_by_khal(home: Path, person: Person, community: Community) -> list[str]:
    """What khal lists of somebody's own calendar of the community, from tomorrow on."""
    _kept, words = make_address(person=person, community=community, opens=Opens.CALENDAR)
    (home / "stick").mkdir()
    (home / "config").write_text(CONFIG.format(home=home))
    (home / "a.ics").write_bytes(Client().get(f"/feeds/{words}/gatherings.ics").content)
    khal(home, "import", "--batch", str(home / "a.ics"))
    format_ = "{start-long-full}|{end-long-full}|{title}"
    days = f"{SEEN.days}d"
    today = f"{timezone.now():%Y-%m-%d}"
    return sorted(
        set(filter(None, khal(home, "list", "--format", format_, "--day-format", "", today, days).splitlines()))
    )
