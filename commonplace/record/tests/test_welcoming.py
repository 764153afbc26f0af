"""First steps: what stewards write, what is noticed and said, and what a letter says once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from commonplace.communities.models import Community, Deed, Membership, Space
from commonplace.communities.stewards import NotASteward
from commonplace.conversations.actions.opening import open_conversation
from commonplace.letters.actions import send_due
from commonplace.letters.models import Letter
from commonplace.people.models import Person
from commonplace.record.actions import welcoming
from commonplace.record.models import StepDone, WelcomePath
from commonplace.record.queries.welcome import shown_to, steps_of
from commonplace.record.steps import Step

pytestmark = pytest.mark.django_db
AT = "/c/stick/people/first-steps/"


@pytest.fixture
def newcomer(stick: Community, leila: Person) -> Person:
    """Leila came in two days ago, and nothing that she did counts from before."""
    since = timezone.now() - timedelta(days=2)
    Membership.objects.filter(person=leila, community=stick).update(joined_at=since)
    return leila


def done(person: Person, community: Community) -> list[bool]:
    since = Membership.objects.get(person=person, community=community).joined_at
    return [one.is_done for one in shown_to(person, community, since=since, steps=steps_of(community))]


def test_the_house_offers_three_and_notices_what_a_deed_tells(stick: Community, space: Space, newcomer: Person) -> None:
    assert [one.code for one in steps_of(stick)] == ["hello", "charter", "ask"]
    assert done(newcomer, stick) == [False, False, False]
    open_conversation(by=newcomer, space=space, kind="question", title="Where is it?", text="The sheet.")
    assert done(newcomer, stick) == [False, False, True]
    before = Deed.objects.count()
    for _twice in range(2):
        welcoming.do_step(by=newcomer, community=stick, number=1)
    assert done(newcomer, stick) == [False, True, True]
    assert Deed.objects.count() == before
    welcoming.undo_step(by=newcomer, community=stick, number=1)
    assert not StepDone.objects.exists()
    for number in (-1, 3):
        with pytest.raises(welcoming.NoStep):
            welcoming.do_step(by=newcomer, community=stick, number=number)


def test_today_shows_them_to_whoever_is_new_until_they_are_set_aside(
    client: Client, stick: Community, newcomer: Person, hal: Person
) -> None:
    client.force_login(newcomer)
    page = client.get("/c/stick/").text
    assert "Three small steps, if you like" in page
    assert "Read what this community is about" in client.get(AT).text
    client.post(f"{AT}1", {"next": "/c/stick/"})
    assert client.post(f"{AT}7").status_code == 404
    client.post(f"{AT}aside", {"next": "/c/stick/"})
    assert "Three small steps, if you like" not in client.get("/c/stick/").text
    client.post(f"{AT}aside", {"no": "no"})
    assert "Three small steps, if you like" in client.get("/c/stick/").text
    for number in (2, 3):
        client.post(f"{AT}{number}")
    assert "Three small steps, if you like" not in client.get("/c/stick/").text
    Membership.objects.filter(person=hal, community=stick).update(joined_at=timezone.now() - timedelta(days=400))
    client.force_login(hal)
    assert "Three small steps, if you like" not in client.get("/c/stick/").text


def test_stewards_write_them_and_nobody_else(
    client: Client, stick: Community, ines: Person, hal: Person, newcomer: Person
) -> None:
    client.force_login(hal)
    assert client.get(f"{AT}write").status_code == 404
    with pytest.raises(NotASteward):
        welcoming.write_steps(by=hal, community=stick, steps=[Step("", "Ring a bell")])
    client.force_login(ines)
    assert client.get(f"{AT}write").status_code == 200
    twice = client.post(f"{AT}write", {"code_0": "ask", "code_1": "ask"})
    assert twice.status_code == 422
    assert 'role="alert"' in twice.text
    client.post(f"{AT}write", {"words_0": "Listen to a pipe at two.", "code_1": "come", "code_2": ""})
    client.force_login(newcomer)
    page = client.get(AT).text
    assert "Listen to a pipe at two." in page
    assert "Come to a gathering, or say that you will" in page
    assert "Read what this community is about" not in page
    client.post(f"{AT}1")
    assert done(newcomer, stick) == [True, False]
    client.force_login(ines)
    client.post(f"{AT}write", {})
    assert not WelcomePath.objects.exists()


def test_a_letter_goes_once_to_whoever_has_steps_left(stick: Community, newcomer: Person, hal: Person) -> None:
    now = timezone.now()
    Membership.objects.exclude(person=newcomer).update(joined_at=now - timedelta(days=90))
    assert welcoming.write_letters(now=now) == 1
    assert welcoming.write_letters(now=now) == 0
    send_due(now=now + timedelta(minutes=1))
    (letter,) = mail.outbox
    assert letter.to == ["leila@example.org"]
    assert "Ask something, however small" in letter.body
    assert "This letter comes once." in letter.body


def test_a_letter_that_waits_does_not_go_once_they_are_set_aside(
    client: Client, stick: Community, newcomer: Person
) -> None:
    now = timezone.now()
    Membership.objects.exclude(person=newcomer).update(joined_at=now - timedelta(days=90))
    welcoming.write_letters(now=now)
    link = Letter.objects.get().text.split("for good:")[1].split()[0].removeprefix("http://localhost:8000")
    assert client.get(link).status_code == 200
    assert not welcoming.is_set_aside(newcomer, stick)
    client.post(link)
    assert welcoming.is_set_aside(newcomer, stick)
    send_due(now=now + timedelta(minutes=1))
    assert mail.outbox == []


@pytest.mark.parametrize("pace", [Membership.Pace.FOLLOW])
def test_no_letter_to_whoever_follows_only(stick: Community, newcomer: Person, pace: str) -> None:
    Membership.objects.exclude(person=newcomer).update(joined_at=timezone.now() - timedelta(days=90))
    Membership.objects.filter(person=newcomer).update(pace=pace)
    assert welcoming.write_letters(now=timezone.now()) == 0
