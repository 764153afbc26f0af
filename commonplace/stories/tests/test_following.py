"""Leads from loops that closed, who follows them, and what is asked weeks later."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from commonplace.communities.models import Community, Space
from commonplace.communities.questions import askable
from commonplace.letters.actions import send_due
from commonplace.people.answers_by_link import answer_path
from commonplace.people.models import Person
from commonplace.repertoire.models import Resource, Told, Use
from commonplace.stories.actions.asking_by_letter import KIND, ask_what_difference
from commonplace.stories.actions.following_up import answer
from commonplace.stories.actions.leads import (
    IsTaken,
    NotADetective,
    find_in,
    find_leads,
    follow_leads,
    follow_no_more,
    let_go,
    made_of,
    take,
)
from commonplace.stories.actions.reading_back import NothingToRead, ask_to_read
from commonplace.stories.actions.telling import Words, begin, change, tell
from commonplace.stories.models import Cycle, FollowUp, Kind, Step, Story, StoryLead
from commonplace.stories.queries.leads import said_of
from commonplace.stories.tests.telling import step_of
from commonplace.undertakings.models import Asked, HelpDesk, Undertaking

pytestmark = pytest.mark.django_db


@pytest.fixture
def used(stick: Community, table: Space, ines: Person, tomasz: Person) -> Use:
    kept = Resource.objects.create(
        community=stick, space=table, kind="tool", title="Gloves-on valve card", kept_by=ines, steward=ines
    )
    return Use.objects.create(
        resource=kept,
        person=tomasz,
        how="helped",
        text="Four crews carry it.",
        told=Told.MEMBERS,
        number=1,
        at=timezone.now() - timedelta(weeks=9),
    )


def test_a_use_that_was_told_is_a_lead_once_and_one_told_to_its_steward_alone_is_none(
    stick: Community, used: Use, hal: Person
) -> None:
    assert find_leads(now=timezone.now()) == 1
    assert find_leads(now=timezone.now()) == 0
    lead = StoryLead.objects.get()
    said = said_of([lead], hal)[lead.pk]
    assert "Gloves-on valve card" in said.sentence
    assert said.words == "Four crews carry it."
    Use.objects.update(told=Told.STEWARD)
    assert said_of([lead], hal) == {}


def test_whoever_said_so_follows_one_and_a_story_comes_of_it(
    stick: Community, used: Use, hal: Person, leila: Person
) -> None:
    find_in(stick, now=timezone.now())
    lead = StoryLead.objects.get()
    with pytest.raises(NotADetective):
        take(by=hal, lead=lead)
    follow_leads(by=hal, community=stick)
    follow_leads(by=leila, community=stick)
    take(by=hal, lead=lead)
    with pytest.raises(IsTaken):
        take(by=leila, lead=lead)
    let_go(by=hal, lead=lead)
    take(by=leila, lead=lead)
    follow_no_more(by=leila, community=stick)
    assert StoryLead.objects.get().taken_by is None
    take(by=hal, lead=lead)
    made_of(by=hal, lead=lead, story=begin(by=hal, community=stick))
    assert not StoryLead.objects.open().exists()


def test_weeks_later_one_letter_asks_and_the_answer_is_a_story_for_oneself(
    stick: Community, used: Use, tomasz: Person, hal: Person, client: Client
) -> None:
    now = timezone.now().replace(hour=10)
    find_in(stick, now=now)
    asked = FollowUp.objects.get(person=tomasz)
    assert ask_what_difference(now=now) == 1
    assert ask_what_difference(now=now + timedelta(days=1)) == 0
    send_due(now=timezone.now() + timedelta(minutes=1))
    [letter] = mail.outbox
    assert "Gloves-on" not in letter.body
    page = answer_path(KIND, tomasz, asked.pk, choice="good", at=now)
    assert client.get(page).status_code == 200
    assert not Story.objects.exists()
    client.post(page, {"words": "We dig in the right place."})
    story = Story.objects.get()
    assert [(one.cycle, one.words) for one in story.steps.order_by("number")] == [
        ("applied", "Four crews carry it."),
        ("realized", "We dig in the right place."),
    ]
    assert story.teller == tomasz
    assert not Story.objects.visible_to(hal).exists()
    client.post(page, {"words": "We dig in the right place, twice of three times."})
    assert Step.objects.filter(cycle="realized").get().words.endswith("twice of three times.")


def test_too_early_to_say_is_asked_again_and_let_rest_is_not(stick: Community, used: Use, tomasz: Person) -> None:
    now = timezone.now().replace(hour=10)
    find_in(stick, now=now)
    asked = FollowUp.objects.get()
    answer(by=tomasz, follow_up=asked, came="later", at=now)
    assert ask_what_difference(now=now) == 0
    assert ask_what_difference(now=now + timedelta(weeks=7)) == 1
    answer(by=tomasz, follow_up=asked, came="rest", at=now)
    assert ask_what_difference(now=now + timedelta(weeks=30)) == 0


@pytest.mark.parametrize(("weeks", "asks"), [(5, 0), (7, 0), (8, 1), (11, 1), (13, 0)])
def test_it_is_asked_between_the_sixth_and_the_twelfth_week_and_by_no_letter_later(
    stick: Community, used: Use, weeks: int, asks: int
) -> None:
    now = used.at.replace(hour=10) + timedelta(weeks=weeks, days=1)
    find_in(stick, now=now if weeks < 12 else used.at + timedelta(weeks=9))
    assert ask_what_difference(now=now) == asks


def test_the_same_goes_through_the_one_queue_of_questions_until_it_is_answered(
    stick: Community, used: Use, tomasz: Person, hal: Person, client: Client
) -> None:
    def asked_of(person: Person) -> list[str]:
        return [one.url for kind, one in askable(person, timezone.now()) if kind.code == "what_difference"]

    find_in(stick, now=timezone.now())
    page = f"/c/stick/value/stories/later/{FollowUp.objects.get().pk}"
    assert (asked_of(tomasz), asked_of(hal)) == ([page], [])
    client.force_login(hal)
    assert client.get(page).status_code == 404
    client.force_login(tomasz)
    client.post(page, {"came": "good", "words": "We dig in the right place."})
    assert (asked_of(tomasz), Story.objects.get().teller) == ([], tomasz)


def test_a_hope_is_asked_after_and_no_more_once_it_is_none(story: Story, hal: Person) -> None:
    step = step_of(story, kind=Kind.HOPE, cycle=Cycle.REALIZED)
    assert FollowUp.objects.get().step == step
    change(by=hal, step=step, words=Words(Cycle.REALIZED, "It came true."))
    assert not FollowUp.objects.exists()


def test_it_is_read_back_by_a_letter_with_one_link(
    stick: Community, hal: Person, tomasz: Person, client: Client
) -> None:
    story = begin(by=hal, community=stick, teller=tomasz)
    with pytest.raises(NothingToRead):
        ask_to_read(by=hal, story=story)
    step = tell(by=hal, story=story, words=Words(Cycle.APPLIED, "We carry it."))
    ask_to_read(by=hal, story=story)
    with pytest.raises(NothingToRead):
        ask_to_read(by=hal, story=story)
    send_due(now=timezone.now())
    [letter] = mail.outbox
    assert "We carry it." not in letter.body
    link = next(line for line in letter.body.split() if "/letters/press/" in line)
    page = link[link.index("/letters/press/") :]
    change(by=hal, step=step, words=Words(Cycle.APPLIED, "We all carry it."))
    assert client.get(page).status_code != 200
    ask_to_read(by=hal, story=story)
    send_due(now=timezone.now())
    link = next(line for line in mail.outbox[1].body.split() if "/letters/press/" in line)
    page = link[link.index("/letters/press/") :]
    assert "We all carry it." in client.get(page).text
    assert Step.objects.filter(confirmed_at=None).exists()
    client.post(page)
    assert not Step.objects.filter(confirmed_at=None).exists()


def test_thanks_from_outside_lead_to_the_desk_that_they_were_for(stick: Community, table: Space, hal: Person) -> None:
    begun = Undertaking.objects.create(community=stick, space=table, kind="help-desk", title="Desk", begun_by=hal)
    desk = HelpDesk.objects.create(undertaking=begun)
    now = timezone.now()
    Asked.objects.create(
        desk=desk, title="Does it freeze?", source="?", html="", promised_at=now, closed_how="helped", closed_at=now
    )
    assert find_in(stick, now=now) == 1
    lead = StoryLead.objects.get()
    said = said_of([lead], hal)[lead.pk]
    assert "Does it freeze?" in said.sentence
    assert said.url == begun.url("stick")
